using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Store.Log;

namespace CbmExchange.Store.PersonalData;

/// <summary>
/// Replaces personal properties of a body by <c>{"$sealed": keyId, "nonce": …, "ct": …}</c> and back. The ciphertext is
/// bound to key, alias and place, so a sealed value cannot be moved into another event or property unnoticed.
/// </summary>
internal sealed class PersonalDataSealer(PersonalDataVault vault, IPersonalDataRules rules)
{
    private const string Marker = "$sealed";
    private const string StreamPrefix = "record-";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly string[] quoted = [.. rules.Properties.Select(name => $"\"{name}\"")];

    public static bool IsSealed(string json) => json.Contains("\"" + Marker + "\"", StringComparison.Ordinal);

    public async ValueTask<string> SealAsync(
        string streamId,
        string alias,
        string json,
        CancellationToken cancellationToken
    )
    {
        if (IsSealed(json))
        {
            throw new ArgumentException($"No property of an event may be called {Marker}.", nameof(json));
        }

        if (!quoted.Any(name => json.Contains(name, StringComparison.Ordinal)))
        {
            return json;
        }

        var root = JsonNode.Parse(json)!;
        var places = Places(root, (name, value) => rules.Properties.Contains(name) && HoldsSomething(value));
        if (places.Count == 0)
        {
            return json;
        }

        var (keyId, key) = await vault.KeyForAsync(SubjectOf(streamId), cancellationToken).ConfigureAwait(false);
        foreach (var (parent, name) in places)
        {
            parent[name] = Seal(parent[name]!, keyId, key, ContextOf(keyId, alias, parent, name));
        }

        return root.ToJsonString(DomainJson.Options);
    }

    public ValueTask<IReadOnlyDictionary<Guid, byte[]>> KeysOfAsync(
        IReadOnlyList<RawEvent> page,
        CancellationToken cancellationToken
    )
    {
        var ids = new HashSet<Guid>();
        foreach (var raw in page.Where(raw => IsSealed(raw.Json)))
        {
            ids.UnionWith(SealedPlaces(JsonNode.Parse(raw.Json)!).Select(place => KeyIdOf(place.Parent[place.Name]!)));
        }

        return ids.Count == 0 ? new(ImmutableDictionary<Guid, byte[]>.Empty) : vault.KeysAsync(ids, cancellationToken);
    }

    /// <summary>Opens in place what can be opened; answers the names of what was erased.</summary>
    public static ImmutableArray<string> Open(string alias, JsonNode root, IReadOnlyDictionary<Guid, byte[]> keys)
    {
        var erased = ImmutableArray.CreateBuilder<string>();
        foreach (var (parent, name) in SealedPlaces(root))
        {
            var value = parent[name]!;
            var keyId = KeyIdOf(value);
            if (keys.TryGetValue(keyId, out var key))
            {
                parent[name] = Unseal(value, key, ContextOf(keyId, alias, parent, name));
            }
            else
            {
                parent[name] = new JsonArray();
                erased.Add(name);
            }
        }

        return erased.ToImmutable();
    }

    private static string SubjectOf(string streamId) =>
        streamId.StartsWith(StreamPrefix, StringComparison.Ordinal) ? streamId[StreamPrefix.Length..] : streamId;

    private static byte[] ContextOf(Guid keyId, string alias, JsonNode parent, string name) =>
        Encoding.UTF8.GetBytes($"{keyId:D}|{alias}|{parent.GetPath()}|{name}");

    private static Guid KeyIdOf(JsonNode value) => Guid.ParseExact(value[Marker]!.GetValue<string>(), "D");

    private static List<(JsonObject Parent, string Name)> SealedPlaces(JsonNode root) =>
        Places(root, static (_, value) => value is JsonObject item && item.ContainsKey(Marker));

    /// <summary>The properties that are asked for; does not look inside what it has found.</summary>
    private static List<(JsonObject Parent, string Name)> Places(JsonNode root, Func<string, JsonNode?, bool> isAsked)
    {
        var places = new List<(JsonObject, string)>();
        var open = new Stack<JsonNode>([root]);
        while (open.TryPop(out var node))
        {
            if (node is JsonArray list)
            {
                PushAll(open, list);
            }
            else if (node is JsonObject item)
            {
                places.AddRange(item.Where(pair => isAsked(pair.Key, pair.Value)).Select(pair => (item, pair.Key)));
                PushAll(open, item.Where(pair => !isAsked(pair.Key, pair.Value)).Select(pair => pair.Value));
            }
        }

        return places;
    }

    private static void PushAll(Stack<JsonNode> open, IEnumerable<JsonNode?> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is not null)
            {
                open.Push(node);
            }
        }
    }

    private static bool HoldsSomething(JsonNode? value) => value is not (null or JsonArray { Count: 0 });

    private static JsonObject Seal(JsonNode value, Guid keyId, byte[] key, byte[] context)
    {
        var plain = Encoding.UTF8.GetBytes(value.ToJsonString(DomainJson.Options));
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var sealedBytes = new byte[plain.Length + TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), context);
        return new JsonObject
        {
            [Marker] = keyId.ToString("D"),
            ["nonce"] = Convert.ToBase64String(nonce),
            ["ct"] = Convert.ToBase64String(sealedBytes),
        };
    }

    private static JsonNode? Unseal(JsonNode value, byte[] key, byte[] context)
    {
        var nonce = Convert.FromBase64String(value["nonce"]!.GetValue<string>());
        var sealedBytes = Convert.FromBase64String(value["ct"]!.GetValue<string>());
        if (nonce.Length != NonceBytes || sealedBytes.Length < TagBytes)
        {
            throw new JsonException("A sealed value is damaged.");
        }

        var plain = new byte[sealedBytes.Length - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(nonce, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), plain, context);
        }
        catch (CryptographicException inner)
        {
            throw new JsonException("A sealed value is damaged or was moved.", inner);
        }

        return JsonNode.Parse(plain);
    }
}
