/** Who speaks: an application by itself, or a user who is signed in. */
export interface Caller {
  readonly kind: "application" | "user";
  /** The object in the directory: a service principal or a user. */
  readonly id: string;
  /** Of the application that the token was given to. */
  readonly appId: string;
}
