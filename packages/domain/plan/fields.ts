import { Type } from "typebox";
import { DURATION_PATTERN } from "../duration.ts";

/** Objects of a plan refuse what they do not know. */
export const STRICT = { additionalProperties: false };
/** Objects of which exactly one field is said. */
export const EXACTLY_ONE = { ...STRICT, minProperties: 1, maxProperties: 1 };

export const OBJECT_ID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
export const NAME_PATTERN = "^[a-z0-9][a-z0-9-]{0,62}$";
/** Text that can be stored and shown: no control characters, no halves of characters. */
export const TEXT_PATTERN = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff]*$";

/** An authentication context as a plan names it; Microsoft knows c1 to c99. */
export const AUTHENTICATION_CONTEXT_PATTERN = "^(none|c[1-9][0-9]?)$";
const MAIL_PART = "[^\\s@\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff]+";
export const MAIL_PATTERN = `^${MAIL_PART}@${MAIL_PART}$`;

/** What a text that does not match has to be, in words. */
export const PATTERN_MEANINGS: Readonly<Record<string, string>> = {
  [OBJECT_ID_PATTERN]: "must be an object id: a UUID in lower case",
  [NAME_PATTERN]: "must be a name of lower-case letters, digits and dashes",
  [TEXT_PATTERN]: "must be text of one line, without control characters",
  [AUTHENTICATION_CONTEXT_PATTERN]: 'must be "none", or an authentication context from c1 to c99',
  [MAIL_PATTERN]: "must be a mail address",
  [DURATION_PATTERN]: "must be a duration such as P1D, PT8H or PT30S",
};

export const ObjectId = Type.String({
  pattern: OBJECT_ID_PATTERN,
  description: "An object id, in lower case.",
});
export const Name = Type.String({ pattern: NAME_PATTERN });
export const Text = Type.String({ minLength: 1, maxLength: 500, pattern: TEXT_PATTERN });
export const Duration = Type.String({
  pattern: DURATION_PATTERN,
  description: "ISO 8601, days and less: P1D, PT8H, PT30S.",
});
export const MailAddress = Type.String({ maxLength: 320, pattern: MAIL_PATTERN });
