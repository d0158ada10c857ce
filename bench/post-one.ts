import { type Agent, request } from "node:http";
import { signedHeaders } from "@/testing/front-door";

/**
 * Signs a body as OFAuth would and posts it; answers after how many milliseconds it was acknowledged. By node:http, which costs less than
 * `fetch`: the sender shares the processors with what is measured.
 */
export function postOne(url: string, agent: Agent, body: string): Promise<number> {
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...signedHeaders(body),
  };
  const postedAt = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      const isGood = response.statusCode === 200 || response.statusCode === 204;
      if (!isGood) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().once("end", () => resolve(performance.now() - postedAt));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
