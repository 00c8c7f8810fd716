using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Release;

/// <summary>Reads a grant: who may hold it, under which marking, which parts.</summary>
internal static class GrantText
{
    public const string Example =
        "--grant \"to=body:XO,secretariat:XO; except=XC; tlp=TLP:GREEN; except-parts=sections/annex-2\"";

    /// <summary>The labels of TLP 2.0, unaltered, strictest first.</summary>
    public static readonly string[] Labels = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"];

    /// <summary>Reads <c>to=…; except=…; tlp=…; parts=…; except-parts=…; onward=…; audience=…</c>.</summary>
    public static ReleaseGrant Read(string given)
    {
        var grant = new ReleaseGrant { Marking = new Marking() };
        foreach (var part in given.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2)
            {
                throw CommandStopped.Usage($"--grant \"{given}\" cannot be read; write it like {Example}.");
            }

            Set(grant, pair[0], pair[1]);
        }

        return grant;
    }

    /// <summary>Who: <c>body:XO</c>, <c>secretariat:XO</c>, <c>state:XB</c> or just <c>XB</c>.</summary>
    public static AudienceMember Member(string given)
    {
        var pair = given.Split(':', 2);
        return pair switch
        {
            ["public"] => new AudienceMember { Public = true },
            [var name] when name.Length > 0 => new AudienceMember { Participant = name },
            ["state" or "participant", var name] when name.Length > 0 => new AudienceMember { Participant = name },
            ["body", var name] when name.Length > 0 => new AudienceMember { BodyMembers = name },
            ["secretariat", var name] when name.Length > 0 => new AudienceMember { BodySecretariat = name },
            _ => throw CommandStopped.Usage(
                $"{given} names no audience; write state:XB, body:XO (its members), secretariat:XO or public."
            ),
        };
    }

    /// <summary>The label as it is written everywhere; "green" is understood.</summary>
    public static string Tlp(string given)
    {
        var upper = given.ToUpperInvariant();
        var label = upper.StartsWith("TLP:", StringComparison.Ordinal) ? upper : "TLP:" + upper;
        return Labels.Contains(label)
            ? label
            : throw CommandStopped.Usage($"{given} is no TLP label; there are {string.Join(", ", Labels)}.");
    }

    /// <summary>A limit in the originator's words.</summary>
    public static HandlingNote Note(string given)
    {
        var (lang, words) = TextArgument.Split(given, "en");
        return new HandlingNote { Lang = lang, Text = words };
    }

    private static void Set(ReleaseGrant grant, string key, string value)
    {
        var words = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        switch (key)
        {
            case "to":
                grant.Include.Add(words.Select(Member));
                break;
            case "except":
                grant.Exclude.Add(words.Select(Member));
                break;
            case "tlp":
                grant.Marking.Tlp = Tlp(value);
                break;
            case "onward":
                grant.Marking.OnwardSharing = value;
                break;
            case "parts":
                grant.OnlyParts.Add(words);
                break;
            case "except-parts":
                grant.ExceptParts.Add(words);
                break;
            case "note":
                grant.Marking.HandlingNotes.Add(Note(value));
                break;
            case "bodies":
                grant.BodyMode = value;
                break;
            case "audience":
                grant.AudienceVisibility = value;
                break;
            default:
                throw CommandStopped.Usage($"A grant has no \"{key}\"; write it like {Example}.");
        }
    }
}
