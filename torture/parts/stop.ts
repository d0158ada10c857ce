import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { signedHeaders } from "@/testing/servers/front-door";
import { signIn } from "@/testing/servers/sign-in";
import { randomFrom } from "@/testing/worlds/world";
import { onGround } from "@/torture/ground";
import { openStream } from "@/torture/pages";
import { type Finding, type Scale, unless } from "@/torture/part";
import { prove } from "@/torture/proof";
import { type Delivery, sender } from "@/torture/sender";
import { identityOf, storyOf } from "@/torture/story";

const ROUNDS = 10;
const LANES = 16;
const STREAMS = 3;
const SLOW_BODIES = 4;
const UNDER_LOAD_MS = 500;
/** The slow bodies are complete this long after the signal. */
const REST_OF_BODY_MS = 1_000;
const EXIT_MS_MAX = 5_000;
const SLOW_LANE = 1_000;

/** Stops the server under load: requests in progress finish, later ones are refused, and nothing hangs. */
export async function stop({ seed, rounds }: Scale): Promise<Finding> {
  const wanted = rounds ?? ROUNDS;
  const random = randomFrom(seed);
  return onGround({}, async (ground) => {
    const { origin } = ground;
    const answers = new Map<number, number>();
    const count = (status: number) => answers.set(status, (answers.get(status) ?? 0) + 1);
    const ofauth = sender({ origin, seed, lanes: LANES, onAnswer: ({ status }) => count(status) });
    const slow = new Map<string, Delivery>();
    const slowStory = storyOf(SLOW_LANE, seed);
    const exits: number[] = [];
    const broken: string[] = [];
    let server = await ground.start();
    const cookie = await signIn(origin);
    for (let round = 1; round <= wanted; round++) {
      const end = ofauth.begin();
      const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(origin, cookie)));
      await pause(random() * UNDER_LOAD_MS);
      const bodies = await Promise.all(
        Array.from({ length: SLOW_BODIES }, () => beginSlowly(origin, slowStory.next().value)),
      );
      // A later request has a response, so they have reached their reader.
      await fetch(`${origin}/api/health`).then((response) => response.arrayBuffer());
      const toldAt = performance.now();
      const exit = server.stop("SIGTERM");
      await pause(random() * REST_OF_BODY_MS);
      const statuses = await Promise.all(bodies.map(({ finish }) => finish()));
      await exit;
      exits.push(performance.now() - toldAt);
      const areStreamsOver = await Promise.race([
        Promise.all(streams.map(({ over }) => over)).then(() => true),
        pause(EXIT_MS_MAX, false),
      ]);
      for (const { delivery } of bodies) slow.set(identityOf(delivery.message), delivery);
      broken.push(
        ...unless(
          statuses.every((status) => status === 200),
          `round ${round}: deliveries that were under way were answered ${statuses.join(", ")}`,
        ),
        ...unless(areStreamsOver, `round ${round}: a live stream stayed open`),
      );
      server = await ground.start();
      await end();
    }
    await server.stop();
    const slowest = Math.max(...exits);
    const strange = [...answers.keys()].filter((status) => ![0, 200, 503].includes(status));
    const proof = await prove(ground.dataDir, new Map([...ofauth.deliveries, ...slow]));
    return {
      table: [
        ["what", "measured"],
        ["told to end under load", wanted.toLocaleString("en")],
        ["slowest exit, ms", slowest.toFixed(0)],
        [
          "deliveries under way that finished",
          `${[...slow.values()].filter((one) => one.acknowledgements > 0).length} of ${slow.size}`,
        ],
        ["answered 2xx", (answers.get(200) ?? 0).toLocaleString("en")],
        ["answered 503", (answers.get(503) ?? 0).toLocaleString("en")],
        ["nobody listened", (answers.get(0) ?? 0).toLocaleString("en")],
        ["events kept", proof.events.toLocaleString("en")],
      ],
      broken: [
        ...broken,
        ...proof.broken,
        ...unless(slowest < EXIT_MS_MAX, `the slowest exit took ${slowest.toFixed(0)} ms`),
        ...unless(strange.length === 0, `deliveries were answered ${strange.join(", ")}`),
      ],
    };
  });
}

/** Sends the first half of a delivery's body. The second half is sent on request, which returns the response's status. */
async function beginSlowly(origin: string, message: Delivery["message"]) {
  const sentAt = Date.now();
  const body = Buffer.from(message.body);
  const headers = signedHeaders(body, { messageId: message.id, scheme: message.scheme, sentAt });
  const outgoing = request(new URL("/api/webhooks/ofauth", origin), {
    method: "POST",
    headers: { ...headers, expect: "100-continue", "content-length": String(body.length) },
  });
  const delivery: Delivery = {
    ...{ message, attemptSeconds: [Math.floor(sentAt / 1000)], acknowledgements: 0, isGivenUp: false },
  };
  const answered = new Promise<number>((resolve) => {
    outgoing.once("response", (response) => {
      response.on("error", () => {}).resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on("error", () => resolve(0));
  });
  const half = Math.floor(body.length / 2);
  outgoing.write(body.subarray(0, half));
  await new Promise((resolve) => outgoing.once("continue", resolve).once("close", resolve));
  return {
    delivery,
    finish: async () => {
      outgoing.end(body.subarray(half));
      const status = await answered;
      if (status === 200) delivery.acknowledgements += 1;
      return status;
    },
  };
}
