import { POST as receive } from "@/app/api/webhooks/ofauth/route";

let last: Promise<unknown> = Promise.resolve();

/** The front door as it would be without group commit: a transaction for each delivery. In builds for measuring only. */
export function POST(request: Request): Promise<Response> {
  const answered = last.then(() => receive(request));
  last = answered.catch(() => {});
  return answered;
}
