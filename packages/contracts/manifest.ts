import {
  becomes,
  CLASSES,
  classesOf,
  DISPOSITIONS,
  REASONS,
  type EligibilityTerm,
  type ManifestEntry,
} from "@standdown/domain";
import { Type, type Static } from "typebox";
import { AccessKeyDocument } from "./access.ts";
import { BeforeImageDocument } from "./conversion.ts";
import { keysOf, listOf, namedShape, nullable, shape } from "./shape.ts";

/** What becomes of one assignment, why, and what is known of its principal and its role. */
export const ManifestEntryDocument = namedShape(
  "ManifestEntry",
  "What becomes of one assignment, why, and what is known of its principal and its role.",
  {
    key: AccessKeyDocument,
    assignmentId: Type.String(),
    disposition: Type.Enum([...DISPOSITIONS]),
    reason: Type.Enum(keysOf(REASONS)),
    detail: nullable(Type.String({ description: "What the reason is about." })),
    sentence: Type.String({ description: "What a helpdesk reads out." }),
    wave: nullable(Type.String({ description: "The name of its wave; null where nothing is done." })),
    classes: listOf(Type.Enum(keysOf(CLASSES))),
    evidence: listOf(
      shape({ class: Type.Enum(keysOf(CLASSES)), property: Type.String(), value: Type.String() }),
    ),
    beforeImage: BeforeImageDocument,
  },
);
export type ManifestEntryDocument = Static<typeof ManifestEntryDocument>;

/** What a line says besides its entry. */
export type ManifestAbout = { readonly waveName: string; readonly term: EligibilityTerm };

/** The columns of `manifest.csv`, in order, and where each comes from. */
export const MANIFEST_COLUMNS = {
  wave: (_entry: ManifestEntry, { waveName }: ManifestAbout) => waveName,
  disposition: (entry: ManifestEntry) => entry.disposition,
  reason: (entry: ManifestEntry) => entry.reason,
  detail: (entry: ManifestEntry) => entry.detail ?? "",
  classes: (entry: ManifestEntry) => classesOf(entry.evidence).join(" "),
  principalType: (entry: ManifestEntry) => entry.beforeImage.principalType,
  principalName: (entry: ManifestEntry) => entry.beforeImage.principalName,
  principalId: (entry: ManifestEntry) => entry.key.principalId,
  roleName: (entry: ManifestEntry) => entry.beforeImage.roleName,
  roleDefinitionId: (entry: ManifestEntry) => entry.key.roleDefinitionId,
  scopeName: (entry: ManifestEntry) => entry.beforeImage.scopeName,
  directoryScopeId: (entry: ManifestEntry) => entry.key.directoryScopeId ?? "",
  appScopeId: (entry: ManifestEntry) => entry.key.appScopeId ?? "",
  origin: (entry: ManifestEntry) => entry.beforeImage.origin,
  startDateTime: (entry: ManifestEntry) => entry.beforeImage.startDateTime ?? "",
  endDateTime: (entry: ManifestEntry) => entry.beforeImage.endDateTime ?? "",
  assignmentId: (entry: ManifestEntry) => entry.assignmentId,
  becomes: (entry: ManifestEntry, { term }: ManifestAbout) => becomes(entry, term),
} as const satisfies Record<string, (entry: ManifestEntry, about: ManifestAbout) => string>;
