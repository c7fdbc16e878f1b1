import type pg from "pg";

/** A role that could rewrite the record is no app role: the record's promise rests on this. */
export async function refuseUnsafeRole(owner: pg.Client, appRole: string): Promise<void> {
  const { rows } = await owner.query<{ same: boolean; superuser: boolean; member: boolean }>(
    `SELECT rolname = current_user AS same, rolsuper AS superuser, pg_has_role(rolname, current_user, 'MEMBER') AS member
     FROM pg_roles WHERE rolname = $1`,
    [appRole],
  );
  const [role] = rows;
  if (!role) throw new Error(`There is no role "${appRole}": create it first (CREATE ROLE … LOGIN PASSWORD …).`);
  if (role.same) {
    throw new Error(
      `DATABASE_URL and DATABASE_OWNER_URL name the same role "${appRole}": the app would own its own record. Give the app a role of its own.`,
    );
  }
  if (role.superuser) throw new Error(`The role "${appRole}" is a superuser: grants would not bind it.`);
  if (role.member) throw new Error(`The role "${appRole}" may act as the owner: revoke that membership.`);
}

/** Gives the app what it needs and takes back the rest: the record may be read and added to, the history only read. */
export async function grantToApp(owner: pg.Client, appRole: string): Promise<void> {
  const app = owner.escapeIdentifier(appRole);
  await owner.query(`
    BEGIN;
    REVOKE ALL ON ALL TABLES IN SCHEMA public, pgboss FROM ${app};
    GRANT USAGE ON SCHEMA public, pgboss TO ${app};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, pgboss TO ${app};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public, pgboss TO ${app};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public, pgboss TO ${app};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public, pgboss GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public, pgboss GRANT USAGE, SELECT ON SEQUENCES TO ${app};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public, pgboss GRANT EXECUTE ON FUNCTIONS TO ${app};
    REVOKE UPDATE, DELETE ON record, approvals, proofs, incident_entries FROM ${app};
    REVOKE DELETE ON incidents FROM ${app};
    REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${app};
    COMMIT;
  `);
}
