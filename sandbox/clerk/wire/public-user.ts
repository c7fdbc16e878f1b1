import type { User } from "../store";

/** What members of an organisation see of each other. */
export function publicUserJson(user: User): Record<string, unknown> {
  return {
    user_id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    profile_image_url: "",
    image_url: "",
    has_image: false,
    identifier: user.email,
  };
}
