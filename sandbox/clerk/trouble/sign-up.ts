import { newId } from "../ids";
import type { ClerkInstance } from "../instance";
import type { User } from "../store";

/** Somebody signs up at Clerk, whoever else hears of it. @returns a function that forgets them */
export function signUp(instance: ClerkInstance, secondsAgo = 0): () => void {
  const at = Date.now() - secondsAgo * 1000;
  const { id } = addNewcomer(instance, at);
  return () => void instance.store.users.delete(id);
}

/** Somebody of whom nobody knows more than that they came at that instant, in ms. */
export function addNewcomer(instance: ClerkInstance, at: number): User {
  const id = newId("user");
  const user: User = {
    id,
    email: `${id.slice(5, 17).toLowerCase()}@newcomers.example`,
    firstName: "Newly",
    lastName: "Arrived",
    password: null,
    totpCode: null,
    lastOrganizationId: null,
    createdAt: at,
    updatedAt: at,
    lastSignInAt: at,
    lastActiveAt: at,
  };
  instance.store.users.set(id, user);
  return user;
}
