using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Store.Log;

namespace CbmExchange.Store.PersonalData;

/// <summary>
/// Replaces each personal element of a body's lists by <c>{"$sealed": keyId, "nonce": …, "ct": …}</c> and back. The
/// ciphertext is bound to key, alias and place, so a sealed value cannot be moved into another event, list or place
/// unnoticed.
/// </summary>
internal sealed class PersonalDataSealer(PersonalDataVault vault, IPersonalDataRules rules)
{
    private const string Marker = "$sealed";
    private const string StreamPrefix = "record-";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly string[] quoted = [.. rules.Properties.Select(name => $"\"{name}\"")];

    public static bool IsSealed(string? json) =>
        json?.Contains("\"" + Marker + "\"", StringComparison.Ordinal) == true;

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
        var elements = ElementsOf(root).ToList();
        foreach (var (list, index, person) in elements)
        {
            var subject = vault.SubjectOf(RecordOf(streamId), person);
            var (keyId, key) = await vault.KeyForAsync(subject, cancellationToken).ConfigureAwait(false);
            list[index] = Seal(list[index]!, keyId, key, ContextOf(keyId, alias, list, index));
        }

        return elements.Count == 0 ? json : root.ToJsonString(DomainJson.Options);
    }

    public ValueTask<IReadOnlyDictionary<Guid, byte[]>> KeysOfAsync(
        IReadOnlyList<RawEvent> page,
        CancellationToken cancellationToken
    )
    {
        var ids = new HashSet<Guid>();
        foreach (var raw in page.Where(raw => IsSealed(raw.Json)))
        {
            ids.UnionWith(SealedIn(JsonNode.Parse(raw.Json!)!).Select(place => KeyIdOf(place.List[place.Index]!)));
        }

        return ids.Count == 0 ? new(ImmutableDictionary<Guid, byte[]>.Empty) : vault.KeysAsync(ids, cancellationToken);
    }

    /// <summary>Opens in place what can be opened; answers the names of the lists that lost something.</summary>
    public static ImmutableArray<string> Open(string alias, JsonNode root, IReadOnlyDictionary<Guid, byte[]> keys)
    {
        var erased = new SortedSet<string>(StringComparer.Ordinal);

        // The last one first: what is taken out moves only what was looked at.
        foreach (var (list, index) in SealedIn(root).Reverse())
        {
            var value = list[index]!;
            var keyId = KeyIdOf(value);
            if (keys.TryGetValue(keyId, out var key))
            {
                list[index] = Unseal(value, key, ContextOf(keyId, alias, list, index));
            }
            else
            {
                erased.Add(list.GetPropertyName());
                list.RemoveAt(index);
            }
        }

        return [.. erased];
    }

    private static string RecordOf(string streamId) =>
        streamId.StartsWith(StreamPrefix, StringComparison.Ordinal) ? streamId[StreamPrefix.Length..] : streamId;

    private static byte[] ContextOf(Guid keyId, string alias, JsonArray list, int index) =>
        Encoding.UTF8.GetBytes($"{keyId:D}|{alias}|{list.GetPath()}|{index}");

    private static Guid KeyIdOf(JsonNode value) => Guid.ParseExact(value[Marker]!.GetValue<string>(), "D");

    private IEnumerable<(JsonArray List, int Index, string Person)> ElementsOf(JsonNode root) =>
        from list in ListsIn(root)
        where list.Parent is JsonObject && rules.Properties.Contains(list.GetPropertyName())
        from element in list.Index()
        where element.Item is not null
        let person = rules.PersonOf(list.GetPropertyName(), JsonSerializer.SerializeToElement(element.Item))
        where person is not null
        select (list, element.Index, person);

    private static IEnumerable<(JsonArray List, int Index)> SealedIn(JsonNode root) =>
        (from list in ListsIn(root)
            where list.Parent is JsonObject
            from element in list.Index()
            where element.Item is JsonObject item && item.ContainsKey(Marker)
            select (list, element.Index)).ToList();

    private static List<JsonArray> ListsIn(JsonNode root)
    {
        var lists = new List<JsonArray>();
        var open = new Stack<JsonNode>([root]);
        while (open.TryPop(out var node))
        {
            if (node is JsonArray list)
            {
                lists.Add(list);
                PushAll(open, list);
            }
            else if (node is JsonObject item)
            {
                PushAll(open, item.Select(pair => pair.Value));
            }
        }

        return lists;
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
