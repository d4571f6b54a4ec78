/** A number as short as it can be while three or four figures of it are right. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return value.toExponential(2).replace(/\.?0+e/, 'e');
  return String(Number(value.toFixed(size >= 1 ? 2 : 4)));
}

/** With two decimals where it is of the size of percentages, else as short as it can be. */
export function reading(value: number): string {
  return Math.abs(value) >= 1 && Math.abs(value) < 1e5 ? value.toFixed(2) : short(value);
}

/** A mean and, of several runs, its deviation with as many decimals. */
export function spread(mean: number, deviation: number | null): string {
  if (deviation === null) return reading(mean);
  return `${reading(mean)} ± ${Math.abs(mean) >= 1 && Math.abs(mean) < 1e5 ? deviation.toFixed(2) : short(deviation)}`;
}

/** At most `count` whole numbers from the first to the last, evenly spaced. */
export function wholeTicks(from: number, to: number, count: number): number[] {
  const least = Math.max(1, (to - from) / count);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map(times => times * power).find(one => one >= least && Number.isInteger(one)) ?? 10 * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}
