/** A message that was sent through the tenant. */
export interface Mail {
  readonly at: number;
  /** The user whose mailbox it was sent from. */
  readonly senderId: string;
  readonly subject: string;
  readonly toRecipients: readonly string[];
  /** The whole message as it came. */
  readonly message: Readonly<Record<string, unknown>>;
}
