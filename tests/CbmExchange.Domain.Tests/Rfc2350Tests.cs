using System.Text.Json;
using CbmExchange.Domain.Profiles;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests;

/// <summary>CSIRT profiles as texts in the shape of RFC 2350, out and in.</summary>
public sealed class Rfc2350Tests
{
    private const int Rounds = 400;

    private static readonly string[] Chapters =
    [
        "1. Document Information", "2. Contact Information", "3. Charter", "4. Policies", "5. Services",
        "6. Incident Reporting Forms", "7. Disclaimers",
    ];

    // A file as teams publish them: indented as in the RFC, a table of contents, page breaks, own headings.
    private const string Published = """
        Description of EX-CERT

        Table of Contents
           1.  Document Information .................................. 1
           1.1 Date of Last Update ................................... 1
           2.  Contact Information ................................... 2

        1.  Document Information

           This document describes EX-CERT.

        1.1 Date of Last Update

           This is version 1.2, published 2026-03-01.

        1.3 Locations where this Document May Be Found

           https://cert.example/rfc2350.txt

        1.4 Authenticating this Document

           It is signed with the key of the team.

        2.  Contact Information

        2.1 Name of the Team

           "EX-CERT": the emergency team of Example.

        2.2 Address

           1 Example Street
           Example City

        2.3 Time Zone

           Eastern European Time (GMT+0200)

        2.4 Telephone Number

           +370 (5) 123-4567

        2.5 Facsimile Number

           +370 5 123 4568

        2.7 Electronic Mail Address

           <team@cert.example>

        2.8 Public Keys and Other Encryption Information

           Fingerprint: 0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567
           https://cert.example/key.asc

        2.9 Team Members

           Somebody Invented is the head of the team.

        3.  Charter

        3.1 Mission Statement

           To help.

           1. We answer.
           2. We warn.

        3.2 Constituency

           Everybody in Example.

        4.  Policies

        4.1 Types of Incidents and Level of Support

           All.

        4.9 Our Cafeteria

           Opens at noon.

        7.  Disclaimers

           None.
        """;

    public static TheoryData<string> Shapes =>
    [
        "1. Document Information\n1.1. Date of Last Update\n2026-03-01\n3.1 Mission Statement\nTo help.\n",
        "# 1. Document Information\r\n\r\n## 1.1 Date of Last Update\r\n\r\n2026-03-01\r\n\r\n"
            + "## 3.1 Mission Statement\r\nTo help.",
        "1.1 Date of Last Update: 2026-03-01\n3.1 Mission Statement: To help.\n",
        "   1.1  DATE OF LAST UPDATE\n        1 March 2026\n   3.1  MISSION STATEMENT\n        To help.\n",
        "\uFEFF1.1 Date of Last Update\n===================\n2026-03-01\n\f\n"
            + "3.1 Mission Statement\n-----------------\nTo help.\n",
        "**1.1** Date of the last update\n2026-03-01\n**3.1** Mission\nTo help.\n",
    ];

    [Fact]
    public void A_profile_is_written_with_all_seven_sections_and_says_why_a_heading_is_empty()
    {
        var profile = ContentDefaults.With(
            Templates.Of("csirt-profile"), "absent",
            JsonSerializer.SerializeToElement(new[] { new { field = "telephone", reason = "declined" } }));
        profile = ContentDefaults.Without(profile, "telephone");

        var lines = Rfc2350Writer.Write(profile, ["TLP:GREEN"]).Split('\n');

        Assert.Equal(Chapters, lines.Where(line => Chapters.Contains(line)));
        Assert.Equal("TLP:GREEN", lines[0]);
        Assert.Equal("   The team declines to say.", lines[Array.IndexOf(lines, "2.4. Telephone Number") + 1]);
        Assert.Equal("   Not entered.", lines[Array.IndexOf(lines, "2.5. Facsimile Number") + 1]);
        Assert.Equal("   Europe/Vilnius", lines[Array.IndexOf(lines, "2.3. Time Zone") + 1]);
    }

    [Fact]
    public void What_was_written_is_read_as_it_was_whatever_stands_in_it()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var profile = RandomProfiles.Of(new Random(seed));

            var text = Rfc2350Writer.Write(profile, []);
            var read = Rfc2350Reader.Read(text, RandomProfiles.PlainLanguage);

            Assert.True(
                JsonElement.DeepEquals(RandomProfiles.Sorted(profile), RandomProfiles.Sorted(read.Profile)),
                $"seed {seed}\n{profile.Claims}\n{read.Profile.Claims}\n{text}");
            Assert.Empty(read.NotUnderstood);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Texts_in_the_shapes_that_teams_use_are_read(string text)
    {
        var read = Rfc2350Reader.Read(text, "en");

        Assert.Equal("2026-03-01", Json(read, "documentDate"));
        Assert.Equal("To help.", Text(read, "mission"));
        Assert.Empty(read.NotUnderstood);
    }

    [Fact]
    public void Of_a_published_text_only_what_is_certain_becomes_a_field_and_all_the_rest_is_named()
    {
        var read = Rfc2350Reader.Read(Published, "en");

        Assert.Equal("https://cert.example/rfc2350.txt", Json(read, "documentUrl"));
        Assert.Equal("+37051234567", Json(read, "telephone"));
        Assert.Equal("team@cert.example", Json(read, "email"));
        Assert.Equal("1 Example Street\nExample City", Text(read, "address"));
        Assert.Equal("To help.\n\n1. We answer.\n2. We warn.", Text(read, "mission"));
        Assert.Equal("Everybody in Example.", Text(read, "constituency"));
        Assert.Equal("None.", Text(read, "disclaimers"));
        Assert.Equal(
            "0123456789ABCDEF0123456789ABCDEF01234567",
            read.Profile.Claims.GetProperty("keys")[0].GetProperty("fingerprint").GetString());
        Assert.Null(Json(read, "documentDate"));
        Assert.Null(Json(read, "timeZone"));
        Assert.DoesNotContain("Somebody", read.Profile.Claims.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            ["", "1.  Document Information", "1.1 Date of Last Update", "1.4 Authenticating this Document",
                "2.3 Time Zone", "2.5 Facsimile Number", "2.9 Team Members", "4.9 Our Cafeteria"],
            read.NotUnderstood.Select(one => one.Heading));
        Assert.All(read.NotUnderstood, one => Assert.NotEmpty(one.Why));
    }

    [Theory]
    [InlineData("1.1 Date of Last Update\n03/04/2026\n", "documentDate")]
    [InlineData("2.3 Time Zone\nUTC+2\n", "timeZone")]
    [InlineData("2.4 Telephone Number\n+44 (0)20 7946 0123\n", "telephone")]
    [InlineData("2.4 Telephone Number\n020 7946 0123\n", "telephone")]
    [InlineData("2.7 Electronic Mail Address\none@a.example or two@a.example\n", "email")]
    [InlineData("2.8 Public Keys\nAsk us.\n", "keys")]
    public void A_value_that_would_need_a_guess_is_left_out_and_named(string text, string field)
    {
        var read = Rfc2350Reader.Read(text, "en");

        Assert.False(read.Profile.Claims.TryGetProperty(field, out _));
        Assert.Single(read.NotUnderstood);
    }

    [Fact]
    public void A_text_longer_than_a_field_is_never_shortened()
    {
        var read = Rfc2350Reader.Read(
            $"3.1 Mission Statement\n{new string('a', ContentLimits.SummaryCharsMax + 1)}\n", "en");

        Assert.False(read.Profile.Claims.TryGetProperty("mission", out _));
        Assert.Contains("2001 characters", Assert.Single(read.NotUnderstood).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_title_says_what_is_meant_and_the_number_only_where_the_title_is_not_known()
    {
        var moved = Rfc2350Reader.Read("2.6 Electronic Mail Address\nteam@cert.example\n", "en");
        var foreign = Rfc2350Reader.Read("\n3.1 Auftrag\nHelfen.\n\n3.2 Zielgruppe\nAlle.\n", "de");

        Assert.Equal("team@cert.example", Json(moved, "email"));
        Assert.Equal("Helfen.", Text(foreign, "mission"));
        Assert.Equal("Alle.", Text(foreign, "constituency"));
    }

    [Fact]
    public void Any_bytes_at_all_are_read_without_a_fault()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var text = new string([.. Enumerable.Range(0, random.Next(400)).Select(_ =>
                "1234567.\n :#*[]()+@abe\u0000\uFEFF\t\fé"[random.Next(25)])]);

            Rfc2350Reader.Read(text, "en");
        }
    }

    private static string? Json(Rfc2350Reading read, string field) =>
        read.Profile.Claims.TryGetProperty(field, out var value) ? value.GetString() : null;

    private static string? Text(Rfc2350Reading read, string field) =>
        read.Profile.Claims.TryGetProperty(field, out var value)
            ? value[0].GetProperty("text").GetString()
            : null;
}
