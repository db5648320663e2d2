import { isJsonObject } from "./json.ts";

/** Depends on what is expanded or granted in the example, not on the call; or on the moment. */
const NOT_COMPARED = new Set([
  "principal",
  "roleDefinition",
  "targetSchedule",
  "rolePermissions",
  "innerError",
]);
/** In examples without being asked for, and in no answer that was measured. */
const ONLY_IN_EXAMPLES = new Set(["inheritsPermissionsFrom", "@odata.type", "@odata.id", "@odata.nextLink"]);

/** Slips of Microsoft's pages: what a property is called that they write otherwise; null for what is no property. */
const SLIPS: Readonly<Record<string, string | null>> = {
  ".value[].targetResources[].Type": "type",
  ".value[].@odata.context": null,
};

/** What the documented answer has and the given one lacks, as paths. */
export function lacking(documented: unknown, given: unknown, at: string): string[] {
  if (Array.isArray(documented)) {
    if (!Array.isArray(given)) return [at];
    const [first]: unknown[] = documented;
    const [answer]: unknown[] = given;
    return first === undefined || answer === undefined ? [] : lacking(first, answer, `${at}[]`);
  }
  if (!isJsonObject(documented) || given === null) return [];
  if (!isJsonObject(given)) return [at];
  return Object.entries(documented)
    .filter(([name]) => !NOT_COMPARED.has(name))
    .filter(([name]) => name in given || !ONLY_IN_EXAMPLES.has(name))
    .flatMap(([written, value]) => {
      const slip = SLIPS[`${at}.${written}`];
      if (slip === null) return [];
      const name = slip ?? written;
      return name in given ? lacking(value, given[name], `${at}.${name}`) : [`${at}.${name}`];
    });
}
