// Every kind of chart by its name.

import { Bars } from "./bars.js";
import { Card } from "./card.js";
import { Funnel } from "./funnel.js";
import { Game } from "./game.js";
import { Histogram } from "./histogram.js";
import { Network } from "./network.js";
import { Queue } from "./queue.js";
import { Scorecard } from "./scorecard.js";
import { Series } from "./series.js";
import { Tiles } from "./tiles.js";

const KINDS = { bars: Bars, card: Card, funnel: Funnel, game: Game, histogram: Histogram, network: Network, queue: Queue, scorecard: Scorecard, series: Series, tiles: Tiles };

/** The chart that `spec.kind` names. */
export function makeChart(spec) {
  const Kind = KINDS[spec.kind];
  if (!Kind) throw new Error(`no chart of kind ${spec.kind}`);
  return new Kind(spec);
}
