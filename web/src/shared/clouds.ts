import * as Plot from '@observablehq/plot';
import type { Cloud, CloudsPanel } from './figure';
import { element } from './dom';
import { ink } from './lines';

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Points by class without axes, which would mean nothing; each cloud has its name in its middle. */
export function drawClouds(panel: CloudsPanel, width: number, height: number): SVGSVGElement {
  const middle = (cloud: Cloud): [number, number] => [median(cloud.points.map(point => point[0])), median(cloud.points.map(point => point[1]))];
  const svg = Plot.plot({
    width, height: Math.max(height, Math.min(width, 420)), margin: 8, axis: null,
    marks: [
      ...panel.clouds.map((cloud, i) => Plot.dot(cloud.points, { x: point => point[0], y: point => point[1], r: 1.3, fill: ink(cloud.colour), fillOpacity: 0.6, className: `cloud of-${i}` })),
      Plot.text(panel.clouds, { x: cloud => middle(cloud)[0], y: cloud => middle(cloud)[1], text: 'name', fontSize: 16, fontWeight: 700, fill: 'var(--text)', stroke: 'var(--card)', strokeWidth: 4 }),
    ],
  }) as SVGSVGElement;
  panel.clouds.forEach((cloud, i) => svg.querySelectorAll<SVGElement>(`.of-${i}`).forEach(mark => (mark.dataset.name = cloud.name)));
  return svg;
}

export function numbersOfClouds(panel: CloudsPanel): HTMLTableElement {
  const head = element('thead', {}, element('tr', {}, element('th', {}, 'class'), element('th', { class: 'number' }, 'points')));
  const body = element('tbody', {}, ...panel.clouds.map(cloud => element('tr', {}, element('th', {}, cloud.name), element('td', { class: 'number' }, String(cloud.points.length)))));
  return element('table', {}, element('caption', {}, panel.title), head, body);
}
