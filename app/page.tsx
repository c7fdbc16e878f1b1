import { redirect } from "next/navigation";
import { requirePerson } from "@/lib/access/identify";

export default async function Home() {
  await requirePerson("/triage");
  redirect("/triage");
}
