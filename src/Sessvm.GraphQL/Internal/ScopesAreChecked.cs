namespace Sessvm.GraphQL;

/// <summary>Stands among the services where <c>AddSessvm()</c> was called on the builder: without it scopes would be demanded and not checked.</summary>
internal sealed class ScopesAreChecked;
