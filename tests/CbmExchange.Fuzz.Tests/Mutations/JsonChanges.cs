using System.Globalization;
using System.Text.RegularExpressions;

namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>Changes of a JSON text that mostly leave it JSON.</summary>
internal static partial class JsonChanges
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-0", "1e999", "99999999999999999999", "\"\"", "\"\\ud800\"", "[]", "{}", "[null]",
        "{\"_sd\":[]}", "{\"...\":\"x\"}", "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "\"2026-99-99T00:00:00Z\"",
        "\"9999-12-31T23:59:59-18:00\"", "\"0001-01-01\"", "{\"a\":1,\"a\":2}", "\"\\u0000\"", "1.0",
    ];

    private static readonly string[] Names =
        ["kind", "id", "_sd", "...", "alg", "crit", "kid", "official_url", "participantId", "\\u0000", ""];

    public static byte[] Change(byte[] input, Random random)
    {
        var text = Mutator.Text(input);
        return random.Next(7) switch
        {
            6 => Replace(Whole(), text, random, _ => Values[random.Next(Values.Length)]),
            0 => Replace(Value(), text, random, _ => Values[random.Next(Values.Length)]),
            1 => Replace(Name(), text, random, _ => $"\"{Names[random.Next(Names.Length)]}\":"),

            // The same member twice, the second with another value.
            2 => Replace(Member(), text, random, member =>
                $"{member},{Name().Match(member).Value}{Values[random.Next(Values.Length)]}"),

            // The same letter, written as an escape.
            3 => Replace(Letter(), text, random, letter =>
                string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter[0]:x4}")),
            4 => Replace(Mark(), text, random, mark => $" {mark}\t"),
            _ => Replace(Member(), text, random, _ => ""),
        };
    }

    private static byte[] Replace(Regex what, string text, Random random, Func<string, string> by)
    {
        var found = what.Matches(text);
        if (found.Count == 0)
        {
            return ByteChanges.Change(Mutator.Bytes(text), [Mutator.Bytes(text)], random);
        }

        var match = found[random.Next(found.Count)];
        return Mutator.Bytes(string.Concat(
            text.AsSpan(0, match.Index), by(match.Value), text.AsSpan(match.Index + match.Length)));
    }

    [GeneratedRegex("(?<=[:,\\[])(\"[^\"\\\\]*\"(?!:)|-?[0-9.]+|true|false|null)")]
    private static partial Regex Value();

    [GeneratedRegex("\"[^\"\\\\]*\":")]
    private static partial Regex Name();

    [GeneratedRegex("\"[^\"\\\\]*\":\\s*(\"[^\"\\\\]*\"|-?[0-9.]+|true|false|null)")]
    private static partial Regex Member();

    [GeneratedRegex("(?<=\"[^\"\\\\]{0,40})[a-z](?=[^\"\\\\]*\")")]
    private static partial Regex Letter();

    [GeneratedRegex("\\{[^{}]*\\}|\\[[^\\[\\]]*\\]")]
    private static partial Regex Whole();

    [GeneratedRegex("[,:\\[\\]{}]")]
    private static partial Regex Mark();
}
