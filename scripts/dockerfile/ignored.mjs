/**
 * What a .dockerignore keeps away from the steps: the last pattern that fits a path or a folder above it decides.
 * @param {string} text
 * @returns {(file: string) => boolean}
 */
export function ignoredBy(text) {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ keeps: line.startsWith("!"), fits: fitting(line.replace(/^!/, "")) }));
  return (file) => {
    const [fit] = rules.filter(({ fits }) => fits.test(file)).slice(-1);
    return fit !== undefined && !fit.keeps;
  };
}

/** `*` is a name, `**` any number of folders; a pattern that fits a folder fits all that is in it. */
function fitting(pattern) {
  const expression = pattern
    .replace(/\/$/, "")
    .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*\*\/|\*/g, (wild) => (wild === "*" ? "[^/]*" : "(?:.*/)?"));
  return new RegExp(`^${expression}(?:/|$)`);
}
