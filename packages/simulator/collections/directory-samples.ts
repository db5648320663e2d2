import type { AdministrativeUnit, Group, ServicePrincipal, User } from "../state/directory.ts";

const EPOCH = { createdAt: 0, displayName: "", id: "00000000-0000-4000-8000-000000000000" };

interface Samples {
  readonly user: User;
  readonly group: Group;
  readonly servicePrincipal: ServicePrincipal;
  readonly administrativeUnit: AdministrativeUnit;
}

/** An object of each kind that has a collection, to know the names of its properties by. */
export const DIRECTORY_SAMPLES: Samples = {
  user: {
    ...EPOCH,
    kind: "user",
    givenName: null,
    surname: null,
    userPrincipalName: "",
    mail: null,
    jobTitle: null,
    department: null,
    accountEnabled: true,
    userType: "Member",
    onPremisesSyncEnabled: null,
    externalUserState: null,
    country: null,
    employeeId: null,
    isMicrosoftAccount: false,
    skuIds: [],
    lastSignInAt: null,
    registeredMethods: [],
  },
  group: {
    ...EPOCH,
    kind: "group",
    description: "",
    mailNickname: "",
    isAssignableToRole: true,
    groupTypes: [],
    membershipRule: null,
    onPremisesSyncEnabled: null,
  },
  servicePrincipal: {
    ...EPOCH,
    kind: "servicePrincipal",
    appId: "",
    accountEnabled: true,
    servicePrincipalType: "Application",
  },
  administrativeUnit: { ...EPOCH, kind: "administrativeUnit", description: "", memberIds: [] },
};
