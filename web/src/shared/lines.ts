import * as Plot from '@observablehq/plot';
import type { LinesPanel, Point } from './figure';
import { short, wholeTicks } from './numbers';

/** Up to here every point has a dot. */
const fewPoints = 16;
const dashes = [undefined, '6 5', '1.5 4', '9 4 2 4'];

export const ink = (colour: number) => `var(--ink-${colour})`;
export const dashOf = (dash: number) => dashes[dash % dashes.length];

/** Lines with bands of one deviation to either side. */
export function drawLines(panel: LinesPanel, width: number, height: number): SVGSVGElement {
  const xs = panel.lines.flatMap(line => line.points.map(point => point[0]));
  const svg = Plot.plot({
    width,
    height,
    marginLeft: 52,
    marginRight: 14,
    marginTop: 24,
    marginBottom: 38,
    x: { type: panel.logarithmic ? 'log' : 'linear', label: panel.x, labelArrow: 'none', labelAnchor: 'center', ticks: ticks(xs, panel.logarithmic, width), tickFormat: short, ...lonely(xs) },
    y: { label: panel.y, labelArrow: 'none', nice: true, grid: true, ticks: Math.max(3, Math.round(height / 55)), tickFormat: short },
    marks: panel.lines.flatMap((line, i) => {
      const points = [...line.points];
      const banded = points.filter(point => point[2] !== null);
      const style = { x: at, y: mean, stroke: ink(line.colour), strokeWidth: 2.1, strokeDasharray: dashOf(line.dash), strokeLinejoin: 'round' as const, strokeLinecap: 'round' as const, curve: line.steps ? 'step-after' as const : 'linear' as const };
      const high = (point: Point) => Math.min(point[1] + (point[2] ?? 0), panel.ceiling ?? Infinity);
      return [
        Plot.areaY(banded, { x: at, y1: low, y2: high, fill: ink(line.colour), fillOpacity: Math.min(0.14, 0.9 / panel.lines.length), className: `band of-${i}` }),
        Plot.line(points, { ...style, className: `line of-${i}` }),
        points.length <= fewPoints && !line.steps ? Plot.dot(points, { x: at, y: mean, r: 2.8, fill: ink(line.colour), className: `dots of-${i}` }) : null,
      ];
    }),
  }) as SVGSVGElement;
  panel.lines.forEach((line, i) => svg.querySelectorAll<SVGElement>(`.of-${i}`).forEach(mark => (mark.dataset.name = line.name)));
  return svg;
}

const at = (point: Point) => point[0];
const mean = (point: Point) => point[1];
const low = (point: Point) => point[1] - (point[2] ?? 0);

/** One place alone would have an axis without extent. */
function lonely(xs: number[]): { domain?: [number, number] } {
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  return xs.length > 0 && least === most ? { domain: least > 0 ? [least / 2, least * 1.5] : [least - 1, least + 1] } : {};
}

/** Every value where there are few, whole numbers where all are whole. */
function ticks(xs: number[], logarithmic: boolean, width: number): number[] | number {
  const values = [...new Set(xs)].sort((a, b) => a - b);
  const room = Math.max(3, Math.round(width / 62));
  if (values.length === 0) return [];
  if (logarithmic) return values.length <= room ? values : values.filter((_, i) => i % Math.ceil(values.length / room) === 0);
  return values.every(Number.isInteger) ? wholeTicks(values[0]!, values[values.length - 1]!, room) : room;
}
