import { z } from "zod";
import { guarded } from "@/app/access/guarded";
import { answer, answerError, methodNotAllowed } from "@/app/api/answer";
import { readBytes } from "@/app/api/read-bytes";
import { whoElse } from "@/app/outreach/presence";

export const dynamic = "force-dynamic";

const BODY_BYTES_MAX = 1_024;
const schema = z.object({ id: z.string().min(1).max(300) });

/** Says that someone has a case before them, and answers who else has. */
export const POST = guarded("operator", async (request, { store, author }) => {
  const parsed = schema.safeParse(await readJson(request));
  if (!parsed.success) return answerError(400, { error: "bad_request", message: 'Say which case: {"id": "conn_…"}.' });
  const names = new Map((await store.people.list()).map(({ id, name, email }) => [id, name || email]));
  const others = whoElse(parsed.data.id, author.id ?? 0, Date.now());
  return answer(200, { others: others.flatMap((id) => names.get(id) ?? []) });
});

const wrongMethod = methodNotAllowed("POST");
export const GET = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;

async function readJson(request: Request): Promise<unknown> {
  try {
    const read = await readBytes(request, BODY_BYTES_MAX);
    return read.ok ? JSON.parse(Buffer.from(read.body).toString("utf8")) : null;
  } catch {
    return null;
  }
}
