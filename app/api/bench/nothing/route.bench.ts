/** What the framework alone costs: the body is read, and nothing is done with it. In builds for measuring only. */
export async function POST(request: Request): Promise<Response> {
  await request.arrayBuffer();
  return new Response(null, { status: 204 });
}
