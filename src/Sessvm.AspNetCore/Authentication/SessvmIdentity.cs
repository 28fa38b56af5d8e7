using System.Security.Claims;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary>
/// The identity of one request. It shares the token's claims with every other request until somebody changes them or
/// asks for a <see cref="Claim"/>, which could be changed: then it takes copies. So nothing leaks into the next request,
/// and a request that asks only for its name, a role or a scope copies nothing.
/// </summary>
public sealed class SessvmIdentity : ClaimsIdentity
{
    private readonly ClaimTemplate _template;
    private bool _copied;

    internal SessvmIdentity(ClaimTemplate template, AuthenticatedSession session)
        : base(template.AuthenticationType, template.NameType, template.RoleType)
    {
        _template = template;
        Session = session;
    }

    private SessvmIdentity(SessvmIdentity other)
        : base(other)
    {
        _template = other._template;
        _copied = other._copied;
        Session = other.Session;
        IsHeld = other.IsHeld;
    }

    /// <summary>The scheme that the session belongs to.</summary>
    internal string Scheme => _template.AuthenticationType;

    /// <summary>Whether the session waits for fresh credentials, and the endpoint serves it all the same.</summary>
    internal bool IsHeld { get; init; }

    /// <summary>The session.</summary>
    public AuthenticatedSession Session { get; }

    /// <inheritdoc/>
    public override bool IsAuthenticated => true;

    /// <inheritdoc/>
    /// <remarks>The framework's copying constructors ask for this just before they copy the claims.</remarks>
    public override string? AuthenticationType
    {
        get
        {
            Copy();
            return base.AuthenticationType;
        }
    }

    /// <inheritdoc/>
    public override string? Name => _copied ? base.Name : _template.Name;

    /// <inheritdoc/>
    public override IEnumerable<Claim> Claims
    {
        get
        {
            Copy();
            return base.Claims;
        }
    }

    /// <inheritdoc/>
    public override bool HasClaim(string type, string value)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(value);
        if (_copied)
        {
            return base.HasClaim(type, value);
        }

        foreach (var claim in _template.Claims)
        {
            if (string.Equals(claim.Type, type, StringComparison.OrdinalIgnoreCase) && claim.Value == value)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override Claim? FindFirst(string type)
    {
        Copy();
        return base.FindFirst(type);
    }

    /// <inheritdoc/>
    public override IEnumerable<Claim> FindAll(string type)
    {
        Copy();
        return base.FindAll(type);
    }

    /// <inheritdoc/>
    public override void AddClaim(Claim claim)
    {
        Copy();
        base.AddClaim(claim);
    }

    /// <inheritdoc/>
    public override void AddClaims(IEnumerable<Claim?> claims)
    {
        Copy();
        base.AddClaims(claims);
    }

    /// <inheritdoc/>
    public override bool TryRemoveClaim(Claim? claim)
    {
        Copy();
        return base.TryRemoveClaim(claim);
    }

    /// <inheritdoc/>
    public override void RemoveClaim(Claim? claim)
    {
        Copy();
        base.RemoveClaim(claim);
    }

    /// <inheritdoc/>
    public override ClaimsIdentity Clone() => new SessvmIdentity(this);

    /// <inheritdoc/>
    protected override void WriteTo(BinaryWriter writer, byte[]? userData)
    {
        Copy();
        base.WriteTo(writer, userData);
    }

    private void Copy()
    {
        if (!_copied)
        {
            _copied = true;
            base.AddClaims(_template.Claims); // clones each, as their subject is another
        }
    }
}
