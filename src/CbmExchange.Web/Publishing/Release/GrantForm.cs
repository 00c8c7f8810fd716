using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Publishing.Release;

/// <summary>One audience of a release as the form holds it: who, under which marking, which parts.</summary>
public sealed record GrantForm
{
    /// <summary>Who may hold it: state:XB, body:XO, secretariat:XO, public.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Who may not, even as a member of a body.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>TLP label; nothing is chosen beforehand.</summary>
    public string Tlp { get; init; } = "";

    /// <summary>PAP code.</summary>
    public string Pap { get; init; } = "";

    /// <summary>Whether it may be passed on.</summary>
    public string Onward { get; init; } = "";

    /// <summary>A limit in the originator's words.</summary>
    public string Note { get; init; } = "";

    /// <summary>Its language.</summary>
    public string NoteLanguage { get; init; } = "";

    /// <summary>hidden or shown.</summary>
    public string Visibility { get; init; } = "hidden";

    /// <summary>frozen or follows-membership.</summary>
    public string BodyMode { get; init; } = "frozen";

    /// <summary>all, only, except.</summary>
    public string PartsMode { get; init; } = "all";

    /// <summary>Claim paths of "only" and "except".</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>As a browser sent it.</summary>
    public static GrantForm Read(IFormCollection form, int index)
    {
        string Get(string name) => form[NameOf(index, name)].ToString().Trim();
        string[] All(string name) =>
            [.. form[NameOf(index, name)].Select(one => one!).Distinct(StringComparer.Ordinal)];
        return new GrantForm
        {
            To = All("to"), Except = All("except"), Tlp = Get("tlp"), Pap = Get("pap"), Onward = Get("onward"),
            Note = Get("note").ReplaceLineEndings("\n"), NoteLanguage = Get("note-language"),
            Visibility = Get("visibility"), BodyMode = Get("bodies"), PartsMode = Get("parts-mode"),
            Parts = All("part"),
        };
    }

    /// <summary>Name of an input of one grant.</summary>
    public static string NameOf(int index, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"g{index}.{name}");

    /// <summary>As the node takes it.</summary>
    public ReleaseGrant ToGrant()
    {
        var grant = new ReleaseGrant
        {
            Include = { To.Select(Member) }, Exclude = { Except.Select(Member) },
            Marking = new Marking { Tlp = Tlp, Pap = Pap, OnwardSharing = Onward },
            AudienceVisibility = Visibility, BodyMode = BodyMode,
        };
        if (Note.Length > 0)
        {
            grant.Marking.HandlingNotes.Add(new HandlingNote { Lang = NoteLanguage, Text = Note });
        }

        (PartsMode switch { "only" => grant.OnlyParts, "except" => grant.ExceptParts, _ => [] }).AddRange(Parts);
        return grant;
    }

    private static AudienceMember Member(string who) => who.Split(':', 2) switch
    {
        ["body", var body] => new AudienceMember { BodyMembers = body },
        ["secretariat", var body] => new AudienceMember { BodySecretariat = body },
        ["public"] => new AudienceMember { Public = true },
        ["state", var participant] => new AudienceMember { Participant = participant },
        _ => new AudienceMember { Participant = who },
    };
}
