const meaningful = /[\\`*_{}[\]()<>#|~!]/g;

/** Somebody's words as Markdown shows them: one line, and no character means anything. */
export const plainInMarkdown = (text: string): string =>
  text.replaceAll(/\s*\n\s*/g, " / ").replaceAll(meaningful, (mark) => `\\${mark}`);
