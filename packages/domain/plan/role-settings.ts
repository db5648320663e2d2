import { Type, type Static } from "typebox";
import {
  AUTHENTICATION_CONTEXT_PATTERN,
  Duration,
  EXACTLY_ONE,
  MailAddress,
  Name,
  ObjectId,
  STRICT,
} from "./fields.ts";
import { RoleSelector } from "./selection.ts";

/** More additional recipients than this no notification takes (PIM, "configure role settings"). */
export const RECIPIENTS_MAX = 1000;

const Mails = Type.Object(
  {
    level: Type.Optional(Type.Enum(["None", "Critical", "All"])),
    defaultRecipients: Type.Optional(Type.Boolean()),
    additionalRecipients: Type.Optional(
      Type.Array(MailAddress, { uniqueItems: true, maxItems: RECIPIENTS_MAX }),
    ),
  },
  STRICT,
);
/** Who gets mail about something, and about how much of it. */
export type Mails = Static<typeof Mails>;

const Notifications = Type.Object(
  { admin: Type.Optional(Mails), requestor: Type.Optional(Mails), approver: Type.Optional(Mails) },
  STRICT,
);
export type Notifications = Static<typeof Notifications>;

const Assignments = Type.Object(
  {
    permanent: Type.Optional(Type.Boolean({ description: "Whether they may be without end." })),
    maximumDuration: Type.Optional(Duration),
    require: Type.Optional(
      Type.Array(Type.Enum(["MultiFactorAuthentication", "Justification"]), {
        uniqueItems: true,
        description: "Of whoever makes the assignment.",
      }),
    ),
    notifications: Type.Optional(Notifications),
  },
  STRICT,
);
/** What holds for assignments that an administrator makes. */
export type AssignmentTemplate = Static<typeof Assignments>;

const ApproverSelector = Type.Object(
  { user: Type.Optional(ObjectId), group: Type.Optional(ObjectId) },
  EXACTLY_ONE,
);
export type ApproverSelector = Static<typeof ApproverSelector>;

const Approval = Type.Object(
  {
    required: Type.Optional(Type.Boolean()),
    approvers: Type.Optional(Type.Array(ApproverSelector, { uniqueItems: true, maxItems: 100 })),
    requestorJustification: Type.Optional(Type.Boolean()),
    approverJustification: Type.Optional(Type.Boolean()),
    forExtension: Type.Optional(Type.Boolean()),
    timeOutInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
  },
  STRICT,
);
export type ApprovalTemplate = Static<typeof Approval>;

const Activation = Type.Object(
  {
    maximumDuration: Type.Optional(Duration),
    require: Type.Optional(
      Type.Array(Type.Enum(["MultiFactorAuthentication", "Justification", "Ticketing"]), {
        uniqueItems: true,
        description: "With multifactor authentication, an authentication context that is on is switched off.",
      }),
    ),
    authenticationContext: Type.Optional(
      Type.String({
        pattern: AUTHENTICATION_CONTEXT_PATTERN,
        description: "`none`, or c1 to c99: then multifactor authentication is not required besides.",
      }),
    ),
    approval: Type.Optional(Approval),
    notifications: Type.Optional(Notifications),
  },
  STRICT,
);
/** What holds for whoever activates a role. */
export type ActivationTemplate = Static<typeof Activation>;

const SECTIONS = {
  eligible: Type.Optional(Assignments),
  active: Type.Optional(Assignments),
  activation: Type.Optional(Activation),
};
const TemplateSettings = Type.Object(SECTIONS, STRICT);
/** What a template comes to once it has inherited: what it does not say stays as the tenant has it. */
export type TemplateSettings = Static<typeof TemplateSettings>;

const Template = Type.Object({ extends: Type.Optional(Name), ...SECTIONS }, STRICT);
/** A template as it is written: it may inherit from another one. */
export type Template = Static<typeof Template>;

const Assignment = Type.Object(
  {
    roles: Type.Array(RoleSelector, { minItems: 1 }),
    template: Name,
    override: Type.Optional(TemplateSettings),
  },
  STRICT,
);

/** Which roles get which settings before anybody in them is moved. */
export const PlanRoleSettings = Type.Object(
  {
    templates: Type.Optional(
      Type.Record(Type.String(), Template, {
        description:
          "By name: lower-case letters, digits and dashes. What begins with standdown- is built in.",
      }),
    ),
    assign: Type.Array(Assignment, { minItems: 1, maxItems: 500 }),
    onConflict: Type.Optional(
      Type.Enum(["fail", "tightenOnly", "overwrite"], {
        description:
          "Where a template is looser than what a role has: the plan is refused (where nothing is said), the " +
          "stricter of both is set, or the template is.",
      }),
    ),
  },
  STRICT,
);
export type PlanRoleSettings = Static<typeof PlanRoleSettings>;
