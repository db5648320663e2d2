import type { AdministrativeUnit, Group, ServicePrincipal, User } from "../state/directory.ts";
import { PLAIN_GROUP, PLAIN_USER } from "../state/plain-objects.ts";

const EPOCH = { createdAt: 0, displayName: "", id: "00000000-0000-4000-8000-000000000000" };

interface Samples {
  readonly user: User;
  readonly group: Group;
  readonly servicePrincipal: ServicePrincipal;
  readonly administrativeUnit: AdministrativeUnit;
}

/** An object of each kind that has a collection, to know the names of its properties by. */
export const DIRECTORY_SAMPLES: Samples = {
  user: { ...EPOCH, ...PLAIN_USER, userPrincipalName: "" },
  group: { ...EPOCH, ...PLAIN_GROUP, description: "", mailNickname: "" },
  servicePrincipal: {
    ...EPOCH,
    kind: "servicePrincipal",
    appId: "",
    accountEnabled: true,
    servicePrincipalType: "Application",
  },
  administrativeUnit: { ...EPOCH, kind: "administrativeUnit", description: "", memberIds: [] },
};
