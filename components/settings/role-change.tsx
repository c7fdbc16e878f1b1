"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useId, useMemo, useState } from "react";
import { type RoleName, roleName, type Standing } from "@/lib/people/shapes";
import { OperationButton } from "../operation/operation-button";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { Why } from "../ui/why";

type Props = { chosen: readonly Standing[]; mayChange: boolean; onClear: () => void };

/** Grants or blocks one role of all who are chosen, in one request that another admin approves. */
export function RoleChange({ chosen, mayChange, onClear }: Props) {
  const [t, common, names] = [
    useTranslations("people"),
    useTranslations("common"),
    useTranslations("operations.names.person"),
  ];
  const [role, setRole] = useState<RoleName>("responder");
  const router = useRouter();
  const refresh = useCallback(() => router.refresh(), [router]);
  const ids = chosen.map(({ id }) => id).join();
  const input = useMemo(() => ({ people: ids.split(",").filter(Boolean), role }), [ids, role]);
  const whyId = useId();
  const why = mayChange ? (chosen.length === 0 ? t("change.chooseFirst") : null) : t("change.needsAdmin");
  const options = roleName.options.map((value) => ({ value, label: common(`role.${value}`) }));
  return (
    <div className="selection">
      <div className="row">
        <Field label={t("change.role")}>
          {(control) => (
            <SelectInput
              {...control}
              options={options}
              value={role}
              onChange={(event) => setRole(event.target.value as RoleName)}
            />
          )}
        </Field>
        {(["grant-role", "block-role"] as const).map((name) => (
          <OperationButton
            key={name}
            operation={`person.${name}`}
            input={input}
            risk="grave"
            verb={names(`${name}.verb`)}
            title={names(`${name}.title`)}
            whyId={why ? whyId : undefined}
            onDone={refresh}
          />
        ))}
        {chosen.length > 0 ? (
          <>
            <span className="soft">{t("change.chosen", { count: chosen.length })}</span>
            <Button variant="bare" onClick={onClear}>
              {t("change.clear")}
            </Button>
          </>
        ) : null}
      </div>
      {why ? <Why id={whyId}>{why}</Why> : null}
    </div>
  );
}
