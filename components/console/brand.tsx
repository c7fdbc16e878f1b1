import { Mark } from "../ui/mark";

/** Mark and name, where there is no way home. */
export function Brand() {
  return (
    <div className="masthead">
      <BrandWords />
    </div>
  );
}

export function BrandWords() {
  return (
    <>
      <Mark name="brand" />
      <span className="label">Sallyport</span>
    </>
  );
}
