import { PublicFrame } from "@/components/reconnect/public-frame";

export default function LinkNotGood() {
  return (
    <PublicFrame team="" title="This link no longer works" tone="problem">
      <p>It has expired, or was replaced by a newer one. Please ask the person who sent it for a new link.</p>
    </PublicFrame>
  );
}
