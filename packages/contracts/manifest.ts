import { becomes, type EligibilityTerm, type ManifestEntry } from "@standdown/domain";

/** What a line says besides its entry. */
export type ManifestAbout = { readonly waveName: string; readonly term: EligibilityTerm };

/** The columns of `manifest.csv`, in order, and where each comes from. */
export const MANIFEST_COLUMNS = {
  wave: (_entry: ManifestEntry, { waveName }: ManifestAbout) => waveName,
  disposition: (entry: ManifestEntry) => entry.disposition,
  reason: (entry: ManifestEntry) => entry.reason,
  detail: (entry: ManifestEntry) => entry.detail ?? "",
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
  becomes: (entry: ManifestEntry, { term }: ManifestAbout) => becomes(entry.disposition, term),
} as const satisfies Record<string, (entry: ManifestEntry, about: ManifestAbout) => string>;
