import type { LinesPanel } from './figure';
import { element, vector } from './dom';
import { dashOf, ink } from './lines';
import { short, spread } from './numbers';

/** As many lines as a reader can take in at once; of more, those nearest to the pointer are read out. */
const atOnce = 12;

interface Scale {
  readonly apply: (value: number) => number;
}

interface Plotted extends SVGSVGElement {
  scale(name: string): Scale | undefined;
}

/** The values under the pointer, or where the arrow keys went, in a box beside it. */
export function readOut(svg: SVGSVGElement, panel: LinesPanel, frame: HTMLElement, box: HTMLElement): void {
  const [across, up] = [(svg as Plotted).scale('x'), (svg as Plotted).scale('y')];
  const places = [...new Set(panel.lines.flatMap(line => line.points.map(point => point[0])))].sort((a, b) => a - b);
  if (!across || !up || places.length === 0) return;
  const marks = vector('g', { class: 'read', 'aria-hidden': 'true' });
  svg.append(marks);
  let chosen = -1;

  const hide = () => {
    chosen = -1;
    marks.replaceChildren();
    box.hidden = true;
  };

  const show = (index: number, clientX: number, clientY: number, near: number | null) => {
    chosen = index;
    const place = places[index]!;
    const read = panel.lines.flatMap(line => line.points.filter(point => point[0] === place).map(point => ({ line, y: point[1], deviation: point[2], top: up.apply(point[1]) })));
    const nearest = [...read].sort((a, b) => (near === null ? a.top - b.top : Math.abs(a.top - near) - Math.abs(b.top - near))).slice(0, atOnce).sort((a, b) => a.top - b.top);
    const x = across.apply(place);
    const edges = svg.viewBox.baseVal;
    marks.replaceChildren(
      vector('line', { x1: x, x2: x, y1: 24, y2: edges.height - 38 }),
      ...nearest.map(one => vector('circle', { cx: x, cy: one.top, r: 4, style: `fill: ${ink(one.line.colour)}` })),
    );
    box.replaceChildren(
      element('strong', {}, `${panel.x} ${short(place)}`),
      ...nearest.map(one => element('div', {}, key(one.line.colour, one.line.dash), element('span', {}, one.line.name),
        element('b', {}, spread(one.y, one.deviation)))),
      ...(read.length > nearest.length ? [element('em', {}, `and ${read.length - nearest.length} more`)] : []),
    );
    box.hidden = false;
    const margin = 14;
    const left = clientX + margin + box.offsetWidth > innerWidth ? clientX - margin - box.offsetWidth : clientX + margin;
    box.style.left = `${Math.max(4, left)}px`;
    box.style.top = `${Math.max(4, Math.min(clientY + margin, innerHeight - box.offsetHeight - 4))}px`;
  };

  svg.addEventListener('pointermove', event => {
    const scale = svg.getScreenCTM();
    if (!scale) return;
    const inside = new DOMPoint(event.clientX, event.clientY).matrixTransform(scale.inverse());
    const [x, positions] = [inside.x, places.map(across.apply)];
    show(positions.reduce((best, position, i) => (Math.abs(position - x) < Math.abs(positions[best]! - x) ? i : best), 0), event.clientX, event.clientY, inside.y);
  });
  svg.addEventListener('pointerleave', hide);
  frame.onblur = hide;
  frame.onkeydown = event => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape') hide();
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(places.length - 1, chosen + step));
    const bounds = svg.getBoundingClientRect();
    show(next, bounds.left + across.apply(places[next]!) * (bounds.width / svg.viewBox.baseVal.width), bounds.top + 24, null);
  };
}

/** A piece of a line as it is drawn. */
export function key(colour: number, dash: number): SVGSVGElement {
  const piece = vector('svg', { class: 'key', viewBox: '0 0 22 8', width: 22, height: 8, 'aria-hidden': 'true' });
  piece.append(vector('line', { x1: 1, x2: 21, y1: 4, y2: 4, style: `stroke: ${ink(colour)}; stroke-dasharray: ${dashOf(dash) ?? 'none'}` }));
  return piece;
}
