import { PublicFrame } from "@/components/reconnect/public-frame";

export default function LinkNotGood() {
  return (
    <PublicFrame team="" title="This link is not good any more" tone="problem">
      <p>It is too old, or was replaced by a newer one. Please ask who sent it to you for a new link.</p>
    </PublicFrame>
  );
}
