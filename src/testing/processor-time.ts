/** Milliseconds that this thread has had a processor. Unlike a clock, it stands still while other programs run: a busy machine makes nothing look slow. */
export function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
