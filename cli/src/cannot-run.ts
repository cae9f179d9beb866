// What ends the command with status 2: it could not do what it was asked to.

/** Its message is the one line that a person reads. */
export class CannotRun extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotRun';
  }
}
