// Every kind of chart by its name.

import { Bars } from "./bars.js";
import { Funnel } from "./funnel.js";
import { Histogram } from "./histogram.js";
import { Scorecard } from "./scorecard.js";
import { Series } from "./series.js";
import { Tiles } from "./tiles.js";

const KINDS = { bars: Bars, funnel: Funnel, histogram: Histogram, scorecard: Scorecard, series: Series, tiles: Tiles };

/** The chart that `spec.kind` names. */
export function makeChart(spec) {
  const Kind = KINDS[spec.kind];
  if (!Kind) throw new Error(`no chart of kind ${spec.kind}`);
  return new Kind(spec);
}
