import {
  freshStep,
  type AccessKey,
  type BeforeImage,
  type Conversion,
  type ConversionState,
  type Direction,
  type EffectiveDisposition,
  type Manifest,
  type Step,
  type StepName,
} from "@standdown/domain";

/** The columns of an {@link AccessKey}. */
export type KeyColumns = {
  readonly principal_id: string;
  readonly role_definition_id: string;
  readonly directory_scope_id: string | null;
  readonly app_scope_id: string | null;
};

/** A conversion with what it needs of its entry, its wave and its rollout. */
export type ConversionRow = KeyColumns & {
  readonly id: string;
  readonly rollout_id: string;
  readonly tenant_id: string;
  readonly wave_position: number;
  readonly disposition: EffectiveDisposition;
  readonly state: ConversionState;
  readonly direction: Direction;
  readonly made_schedule_ids: readonly string[];
  readonly is_stopping: boolean;
  readonly before_image: BeforeImage;
  readonly justification: string;
  readonly manifest: Omit<Manifest, "waves" | "entries">;
  /** Those that were begun; null where none was. */
  readonly steps: readonly Step[] | null;
};

/** The conversion that a row holds. A step without a row has not begun. */
export function conversionOf(row: ConversionRow): Conversion {
  return {
    id: row.id,
    rolloutId: row.rollout_id,
    tenantId: row.tenant_id,
    wavePosition: row.wave_position,
    key: keyOf(row),
    disposition: row.disposition,
    state: row.state,
    direction: row.direction,
    beforeImage: row.before_image,
    term: row.manifest.term,
    justification: row.justification,
    ticketInfo: row.manifest.ticketInfo,
    steps: stepsOf(row.steps ?? []),
    madeScheduleIds: row.made_schedule_ids,
    isStopping: row.is_stopping,
    emergencyAccess: row.manifest.emergencyAccess,
  };
}

/** The key that the columns hold. */
export function keyOf(row: KeyColumns): AccessKey {
  return {
    principalId: row.principal_id,
    roleDefinitionId: row.role_definition_id,
    directoryScopeId: row.directory_scope_id,
    appScopeId: row.app_scope_id,
  };
}

function stepsOf(begun: readonly Step[]): Readonly<Record<StepName, Step>> {
  const step = (name: StepName): Step => begun.find((one) => one.name === name) ?? freshStep(name);
  return {
    grant: step("grant"),
    remove: step("remove"),
    restore: step("restore"),
    revoke: step("revoke"),
  };
}
