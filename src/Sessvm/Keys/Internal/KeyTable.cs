using System.Globalization;

namespace Sessvm.Keys;

/// <summary>The keys of a ring at one time. Immutable: a ring swaps the whole table.</summary>
internal sealed class KeyTable
{
    private readonly KeySet?[] _byId = new KeySet?[256];
    private readonly KeySet[] _latestFirst;

    public KeyTable(IReadOnlyList<KeyDefinition> keys, KeyScope scope, DateTimeOffset now)
    {
        if (keys.Count == 0)
        {
            throw new ArgumentException("Sessvm:Keys is empty; at least one key is needed. " + SecretRules.HowTo, nameof(keys));
        }

        foreach (KeyDefinition key in keys)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(keys));
            if (_byId[key.Id] is not null)
            {
                throw new ArgumentException($"Sessvm:Keys has the id {key.Id} twice; each key needs its own.", nameof(keys));
            }

            if (key.RetireAfter <= key.NotBefore)
            {
                throw new ArgumentException($"Sessvm:Keys: key {key.Id} retires before it begins; RetireAfter must be later than NotBefore.", nameof(keys));
            }

            SecretRules.Require(key, nameof(keys));
            _byId[key.Id] = KeyDerivation.Derive(key, scope);
        }

        // Nodes that list the same keys in another order must sign under the same one: the higher id wins a tie.
        _latestFirst = [.. _byId.OfType<KeySet>().OrderByDescending(key => key.NotBefore).ThenByDescending(key => key.Id)];
        if (Signing(now) is null)
        {
            throw new ArgumentException("Sessvm:Keys has no key that signs now; at least one must have begun (NotBefore) and not have retired (RetireAfter).", nameof(keys));
        }
    }

    public KeySet? this[byte id] => _byId[id];

    public KeySet? Signing(DateTimeOffset now)
    {
        foreach (KeySet key in _latestFirst)
        {
            if (key.NotBefore <= now && !key.IsRetired(now))
            {
                return key;
            }
        }

        return null;
    }

    public KeySet[] Living(DateTimeOffset now)
    {
        foreach (KeySet key in _latestFirst)
        {
            if (key.IsRetired(now))
            {
                DateTimeOffset at = now; // captured here: else every call would pay for it
                return Array.FindAll(_latestFirst, other => !other.IsRetired(at));
            }
        }

        return _latestFirst;
    }

    public List<string> Warnings(TimeSpan idleTimeout, DateTimeOffset now)
    {
        var warnings = new List<string>();
        for (int i = 0; i < _latestFirst.Length; i++)
        {
            KeySet key = _latestFirst[i];
            if (key.IsRetired(now) || key.RetireAfter == DateTimeOffset.MaxValue)
            {
                continue;
            }

            // The key above in the order takes over once it has begun.
            KeySet? successor = _latestFirst[..i].LastOrDefault(later => later.RetireAfter > key.RetireAfter);
            if (successor is null || successor.NotBefore > key.RetireAfter)
            {
                if (Signing(key.RetireAfter.AddTicks(1)) is null)
                {
                    warnings.Add($"Key {key.Id} retires at {Text(key.RetireAfter)} and no key signs after it: nobody could sign in. Add a key that begins before.");
                }
            }
            else if (key.RetireAfter - successor.NotBefore < idleTimeout)
            {
                warnings.Add(
                    $"Key {key.Id} retires at {Text(key.RetireAfter)}, sooner than the idle timeout ({idleTimeout}) after key {successor.Id} begins: sessions unseen since then are lost. Retire it no earlier than {Text(successor.NotBefore + idleTimeout)}.");
            }
        }

        return warnings;
    }

    private static string Text(DateTimeOffset instant) => instant.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
}
