const words = {
  en: {
    title: "Clerk does not answer",
    lead: "Sign-in runs through Clerk, and Clerk did not answer this console just now. You were not sent on to a dead address.",
    kept: "Nothing that you did here is lost: requests, notes and the record are in our own database.",
    next: "This page tries again by itself every 10 seconds.",
    again: "Try now",
    enrolled: "It can’t wait, and you are enrolled?",
    breakGlass: "Come in without Clerk",
    lost: "Phone numbers and vendors’ consoles",
    reference: "Reference",
  },
  ko: {
    title: "Clerk가 응답하지 않습니다",
    lead: "로그인은 Clerk를 거치는데, 지금 Clerk가 이 콘솔에 응답하지 않았습니다. 응답 없는 주소로 보내지 않았습니다.",
    kept: "이곳에서 한 작업은 사라지지 않았습니다. 요청, 메모, 기록은 자체 데이터베이스에 있습니다.",
    next: "이 페이지는 10초마다 스스로 다시 시도합니다.",
    again: "지금 다시 시도",
    enrolled: "기다릴 수 없고, 등록되어 있습니까?",
    breakGlass: "Clerk 없이 들어오기",
    lost: "전화번호와 공급사 콘솔",
    reference: "참조 번호",
  },
} as const;

/**
 * What a person sees in place of a redirect to a dead vendor. Self-contained: no script, no font, no other request.
 * @param acceptLanguage the request's header; Korean where it comes first
 * @param reference ties the page to the log
 */
export function clerkDownPage(acceptLanguage: string | null, reference: string): string {
  const language = acceptLanguage?.trim().toLowerCase().startsWith("ko") ? "ko" : "en";
  const { title, lead, kept, next, again, enrolled, breakGlass, lost, reference: label } = words[language];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="10"><link rel="icon" href="data:,"><title>${title} · Sallyport</title><style>
:root{color-scheme:light dark}body{margin:0;font:400 15px/22px system-ui,sans-serif;background:light-dark(#fbfaf7,#151412);color:light-dark(#1c1a17,#f0eee9);word-break:keep-all}
main{max-width:620px;margin:12vh auto 0;padding:0 20px}h1{font-size:28px;line-height:34px;margin:0 0 12px;border-top:4px solid light-dark(#b3261e,#f2786d);padding-top:16px}
p{margin:0 0 10px}small{color:light-dark(#6b675f,#a09c93)}a{color:inherit}code{font:12px/18px ui-monospace,monospace}
</style></head><body><main><h1>${title}</h1><p>${lead}</p><p>${kept}</p><p>${next} <a href="">${again}</a></p>
<p>${enrolled} <a href="/break-glass"><b>${breakGlass}</b></a> · <a href="/console-lost">${lost}</a></p>
<p><small>${label} <code>${reference}</code> · clerk_unreachable</small></p></main></body></html>`;
}
