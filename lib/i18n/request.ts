import "server-only";
import { getRequestConfig } from "next-intl/server";
import { currentPreferences } from "@/lib/access/preferences";
import { log } from "@/lib/core/log";
import { formats } from "./formats";
import { messagesIn } from "./messages";

/** Language and zone follow the person, then the browser; there are no language prefixes in addresses. */
export default getRequestConfig(async ({ locale }) => {
  const { language, timeZone } = await currentPreferences();
  const spoken = locale ?? language;
  return {
    locale: spoken,
    messages: messagesIn(spoken),
    timeZone,
    formats,
    now: new Date(),
    // A wrong message shows as its key and does not take the page down.
    onError: (error) => log().error({ error }, "message"),
  };
});
