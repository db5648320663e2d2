import type { EndState } from "../end-state.ts";
import type { TenantFacts } from "../inventory.ts";
import { isConverted, isTaken, type ManifestEntry, type ManifestWave } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { RoleRule } from "../role-settings.ts";
import { AlertedAdministrators } from "./alerted-administrators.ts";
import { assignmentMails, type AssignmentKind, type AssignmentMails } from "./assignment-mails.ts";
import { countMails, type Assigned, type MailCounts } from "./count-mails.ts";
import { mailRecipients, RECIPIENTS_MAX, type MailRecipient } from "./mail-recipients.ts";

/** The mails of one wave. */
export type WaveMails = Pick<ManifestWave, "position" | "name"> & {
  /** Users who get mails about themselves. */
  readonly assigneeCount: number;
  /** Administrators who are told of assignments when the wave begins. */
  readonly administratorCount: number;
  readonly mails: MailCounts;
  readonly isMuted: boolean;
  /** How many mails muting keeps back: none where the wave is not muted. */
  readonly mutedCount: number;
  /** What undoing the whole wave would send besides; it is never muted. */
  readonly rollBackMails: MailCounts;
  /** Assignments with so many recipients that some are left out: what each administrator gets is then less. */
  readonly cappedCount: number;
};

/**
 * Who gets how many mails of PIM. Counted is one assignment of eligible access for each conversion; undoing, one of
 * active access. Not counted, since it is not documented whether it is mailed: that access was removed, and what
 * `unknown` counts.
 */
export type MailForecast = {
  readonly waves: readonly WaveMails[];
  /** Those who are told of others, most mails first, no more than a hundred. */
  readonly recipients: readonly MailRecipient[];
  readonly unlistedRecipientCount: number;
  readonly unknown: {
    /** Conversions of groups: whether members are mailed. */
    readonly groupAssignmentCount: number;
    /** Groups that are administrators: whether members are. */
    readonly administratorGroupCount: number;
    /** Roles that let critical mails through only: whether an assignment is critical. */
    readonly criticalOnlyRoleCount: number;
    /** Roles whose settings were not read. */
    readonly unreadRoleCount: number;
  };
};

/** How many assignments of one role one wave makes, and undoing it makes. */
type RoleLoad = Readonly<Record<AssignmentKind, { userCount: number; otherCount: number }>>;

/**
 * Counts along while a plan is compiled. `facts` has the roles' settings as they will be while people are moved. It
 * grows with roles, waves and the administrators who are moved.
 */
export class MailFold {
  readonly #mails: ReadonlyMap<string, Readonly<Record<AssignmentKind, AssignmentMails>>>;
  readonly #administrators = new AlertedAdministrators(RECIPIENTS_MAX);
  readonly #loads = new Map<number, Map<string, RoleLoad>>();
  readonly #assigneeCounts = new Map<number, number>();
  #lastAssigneeId: string | null = null;
  #groupAssignmentCount = 0;

  constructor({ roleSettings }: Pick<TenantFacts, "roleSettings">) {
    this.#mails = new Map(
      roleSettings.map(({ roleDefinitionId, rules }) => [roleDefinitionId, mailsOf(rules)]),
    );
  }

  observe(access: PrincipalAccess, end: EndState): void {
    this.#administrators.observe(access, end);
  }

  /** Takes the next entry; one principal's come one after the other. */
  place(entry: ManifestEntry): void {
    const { key, wavePosition, beforeImage } = entry;
    if (wavePosition === null || !isTaken(entry)) return;
    this.#administrators.place(entry);
    const load = this.#loadOf(wavePosition, key.roleDefinitionId);
    const isUser = beforeImage.principalType === "user";
    const count = isUser ? "userCount" : "otherCount";
    load.Assignment[count] += 1;
    if (!isConverted(entry)) return;
    load.Eligibility[count] += 1;
    if (beforeImage.principalType === "group") this.#groupAssignmentCount += 1;
    const isTold = isUser && this.#mails.get(key.roleDefinitionId)?.Eligibility.isSentToAssignee === true;
    if (!isTold || this.#lastAssigneeId === key.principalId) return;
    this.#lastAssigneeId = key.principalId;
    this.#assigneeCounts.set(wavePosition, (this.#assigneeCounts.get(wavePosition) ?? 0) + 1);
  }

  conclude(waves: readonly ManifestWave[]): MailForecast {
    const recipients = mailRecipients(
      this.#administrators,
      waves.map(({ position, mutesAssignmentMails }) => ({
        position,
        assigned: mutesAssignmentMails ? [] : this.#assigned(position, "Eligibility"),
      })),
    );
    const moved = this.#rolesIn(waves);
    const told = this.#rolesIn(waves.filter(({ mutesAssignmentMails }) => !mutesAssignmentMails));
    const isCriticalOnly = (id: string) => this.#mails.get(id)?.Eligibility.isCriticalOnly === true;
    return {
      waves: waves.map((wave) => this.#waveMails(wave)),
      recipients: recipients.listed,
      unlistedRecipientCount: recipients.count - recipients.listed.length,
      unknown: {
        groupAssignmentCount: this.#groupAssignmentCount,
        administratorGroupCount: this.#administrators.groupCount,
        criticalOnlyRoleCount: told.filter(isCriticalOnly).length,
        unreadRoleCount: moved.filter((id) => !this.#mails.has(id)).length,
      },
    };
  }

  #rolesIn(waves: readonly Pick<ManifestWave, "position">[]): readonly string[] {
    return [...new Set(waves.flatMap(({ position }) => [...(this.#loads.get(position)?.keys() ?? [])]))];
  }

  #waveMails({ position, name, mutesAssignmentMails: isMuted }: ManifestWave): WaveMails {
    const administratorCount = this.#administrators.countAt(position);
    const granted = this.#assigned(position, "Eligibility");
    const all = countMails(granted, administratorCount);
    const { cappedCount, ...mails } = isMuted ? countMails([], 0) : all;
    const { cappedCount: _capped, ...rollBackMails } = countMails(
      this.#assigned(position, "Assignment"),
      administratorCount,
    );
    return {
      position,
      name,
      assigneeCount: isMuted ? 0 : (this.#assigneeCounts.get(position) ?? 0),
      administratorCount,
      mails,
      isMuted,
      mutedCount: isMuted ? all.toAssignees + all.toAdministrators + all.toAddresses : 0,
      rollBackMails,
      cappedCount,
    };
  }

  #assigned(wavePosition: number, kind: AssignmentKind): readonly Assigned[] {
    return [...(this.#loads.get(wavePosition) ?? [])].map(([roleDefinitionId, load]) => ({
      mails: (this.#mails.get(roleDefinitionId) ?? NOTHING_READ)[kind],
      ...load[kind],
    }));
  }

  #loadOf(wavePosition: number, roleDefinitionId: string): RoleLoad {
    const roles = this.#loads.get(wavePosition) ?? new Map<string, RoleLoad>();
    this.#loads.set(wavePosition, roles);
    const load = roles.get(roleDefinitionId) ?? noLoad();
    roles.set(roleDefinitionId, load);
    return load;
  }
}

function noLoad(): RoleLoad {
  return { Eligibility: { userCount: 0, otherCount: 0 }, Assignment: { userCount: 0, otherCount: 0 } };
}

function mailsOf(rules: readonly RoleRule[]): Readonly<Record<AssignmentKind, AssignmentMails>> {
  return {
    Eligibility: assignmentMails(rules, "Eligibility"),
    Assignment: assignmentMails(rules, "Assignment"),
  };
}

const NOTHING_READ = mailsOf([]);
