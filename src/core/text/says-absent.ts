/** Whether an AWS error code says that a thing is not there: an answer, and no failure (`NoSuchBucketPolicy`, `ResourceNotFoundException`, `QueueDoesNotExist` …). */
export function saysAbsent(code: string): boolean {
  return /NotFound|NoSuch|NonExistent|DoesNotExist/i.test(code);
}
