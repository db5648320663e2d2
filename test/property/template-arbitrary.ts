import fc from "fast-check";
import type { Plan } from "@standdown/domain";
import { uuid } from "./small-ids.ts";

type RoleSettings = NonNullable<Plan["spec"]["roleSettings"]>;
/** A template that inherits from nobody. */
export type OwnTemplate = Omit<NonNullable<RoleSettings["templates"]>[string], "extends">;

const some = { requiredKeys: [] };
const mails = fc.record(
  {
    level: fc.constantFrom("None" as const, "Critical" as const, "All" as const),
    defaultRecipients: fc.boolean(),
    additionalRecipients: fc.subarray(["desk@contoso.com", "soc@contoso.com"]),
  },
  some,
);
const notifications = fc.record({ admin: mails, requestor: mails, approver: mails }, some);
const assignments = fc.record(
  {
    permanent: fc.boolean(),
    maximumDuration: fc.constantFrom("PT8H", "P30D", "P365D"),
    require: fc.subarray(["MultiFactorAuthentication" as const, "Justification" as const]),
    notifications,
  },
  some,
);
const approver = fc.oneof(
  fc.record({ user: fc.constantFrom(uuid(1, 1), uuid(1, 2)) }),
  fc.record({ group: fc.constant(uuid(2, 1)) }),
);
const activation = fc.record(
  {
    maximumDuration: fc.constantFrom("PT1H", "PT90M", "PT24H"),
    require: fc.subarray([
      "MultiFactorAuthentication" as const,
      "Justification" as const,
      "Ticketing" as const,
    ]),
    authenticationContext: fc.constantFrom("none", "c1", "c2"),
    approval: fc.record(
      {
        required: fc.boolean(),
        approvers: fc.uniqueArray(approver, { maxLength: 3, selector: (one) => JSON.stringify(one) }),
        requestorJustification: fc.boolean(),
        approverJustification: fc.boolean(),
        forExtension: fc.boolean(),
        timeOutInDays: fc.constantFrom(1, 3),
      },
      some,
    ),
    notifications,
  },
  some,
);

/** Whatever a template can say, but for what contradicts itself. */
export const ownTemplate: fc.Arbitrary<OwnTemplate> = fc
  .record({ eligible: assignments, active: assignments, activation }, some)
  .filter(isConsistent);

/** False where it asks for multifactor authentication and for an authentication context. */
export function isConsistent({ activation: said }: OwnTemplate): boolean {
  const { require = [], authenticationContext = "none" } = said ?? {};
  return authenticationContext === "none" || !require.includes("MultiFactorAuthentication");
}
