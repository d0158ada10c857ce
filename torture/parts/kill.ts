import { setTimeout as pause } from "node:timers/promises";
import { say } from "@/scripts/commands/arguments";
import { randomFrom } from "@/testing/worlds/world";
import { onGround } from "@/torture/ground";
import { type Finding, type Scale, unless } from "@/torture/part";
import { prove } from "@/torture/proof";
import { sender } from "@/torture/sender";

const ROUNDS = 100;
const LANES = 16;
/** The longest time from the first response to the kill. */
const UNDER_LOAD_MS = 1_500;
/** The share of rounds in which it is killed again during startup, before it is ready. */
const KILLED_AT_START_SHARE = 0.25;
const STARTING_MS = 1_200;
const ROUNDS_PER_LINE = 10;

/** Kills the server at random moments under load, and restarts it: what was acknowledged is there, and the rest arrives. */
export async function kill({ seed, rounds }: Scale): Promise<Finding> {
  const wanted = rounds ?? ROUNDS;
  const random = randomFrom(seed);
  return onGround({}, async (ground) => {
    const answers = { promised: 0, unanswered: 0, refused: 0 };
    const ofauth = sender({
      ...{ origin: ground.origin, seed, lanes: LANES },
      onAnswer: ({ status }) => {
        if (status === 0) answers.unanswered += 1;
        else if (status === 200) answers.promised += 1;
        else answers.refused += 1;
      },
    });
    let killedAtStart = 0;
    let moments: number[] = [];
    let server = await ground.start();
    for (let round = 1; round <= wanted; round++) {
      const end = ofauth.begin();
      const moment = Math.round(random() * UNDER_LOAD_MS);
      await pause(moment);
      await server.stop("SIGKILL");
      moments.push(moment);
      if (random() < KILLED_AT_START_SHARE) {
        server = ground.launch();
        await pause(random() * STARTING_MS);
        await server.stop("SIGKILL");
        killedAtStart += 1;
      }
      server = await ground.start();
      await end();
      if (round % ROUNDS_PER_LINE > 0 && round < wanted) continue;
      say(`${round} of ${wanted} rounds, ${ofauth.deliveries.size} messages; killed after ms: ${moments.join(" ")}`);
      moments = [];
    }
    await server.stop();
    const proof = await prove(ground.dataDir, ofauth.deliveries);
    const retried = [...ofauth.deliveries.values()].filter((one) => one.acknowledgements < one.attemptSeconds.length);
    return {
      table: [
        ["what", "measured"],
        ["killed under load", wanted.toLocaleString("en")],
        ["killed again at the start", killedAtStart.toLocaleString("en")],
        ["messages", ofauth.deliveries.size.toLocaleString("en")],
        ["answered 2xx, repeats included", answers.promised.toLocaleString("en")],
        ["attempts without an answer", answers.unanswered.toLocaleString("en")],
        ["messages that a kill made be sent again", retried.length.toLocaleString("en")],
        ["events kept", proof.events.toLocaleString("en")],
        [
          "connections, cases of outreach",
          [proof.connections, proof.cases].map((one) => one.toLocaleString("en")).join(", "),
        ],
      ],
      broken: [...proof.broken, ...unless(answers.refused === 0, `${answers.refused} good deliveries were refused`)],
    };
  });
}
