namespace Sessvm.PostgreSql.Internal;

/// <summary>One step of the schema.</summary>
/// <param name="Oldest">
/// The oldest version whose nodes go on after this step. A step that only adds keeps the one before it, so that a fleet is
/// upgraded node by node; a function that takes or gives something else gets a new name beside the old one.
/// </param>
/// <param name="Sql">What it does, with {schema} for the schema's name.</param>
internal sealed record SchemaStep(int Oldest, string Sql);
