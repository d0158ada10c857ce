import type { Metadata } from "next";
import { DoctorForm } from "@/components/intake/doctor-form";
import { enter } from "@/server/access/enter";
import { endpointFacts } from "@/server/intake/endpoint-facts";
import { examine } from "./actions";

export const metadata: Metadata = { title: "Signature doctor" };

export default async function DoctorPage({ searchParams }: PageProps<"/doctor">) {
  await enter("read");
  const { secretFingerprints } = await endpointFacts();
  return (
    <div className="grid max-w-6xl grid-cols-1 gap-5 px-4 py-5 sm:px-6">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Signature doctor</h1>
        <p className="text-ink-soft">Why was a delivery refused? Check body, headers and secret by hand.</p>
      </header>
      <DoctorForm
        examine={examine}
        secretFingerprints={secretFingerprints}
        wasTooLarge={"too_large" in (await searchParams)}
      />
    </div>
  );
}
