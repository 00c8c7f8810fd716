using System.Net;
using System.Net.Sockets;
using CbmExchange.Node.Home;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Startup;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Startup;

/// <summary>What stops a start, each as one plain sentence that says what to do.</summary>
public sealed class StartupFaultTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task All_faults_of_a_home_are_named_at_once()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        home.Change(settings =>
            settings with
            {
                Designator = "not a designator",
                Otlp = "nowhere",
                Endpoints = ["no port"],
            }
        );
        File.Delete(home.Home.CheckpointKeyFile);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(home.Home.SaltKeyFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var faults = await FaultsAsync(home);

        Assert.Equal(5, faults.Count);
        Assert.Contains(
            faults,
            fault => fault.Contains("designator is \"not a designator\"", StringComparison.Ordinal)
        );
        Assert.Contains(faults, fault => fault.Contains("otlp is \"nowhere\"", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("endpoints has \"no port\"", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("checkpoint.pem is missing", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("salt.key can be read by others", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_no_home_says_so()
    {
        var run = await ProgramRun.RunAsync(["serve", "--home", "/nowhere/at/all"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(
            "There is no node home at /nowhere/at/all (node.json is missing); run init, or give the right --home.",
            run.Errors.Trim()
        );
    }

    [Fact]
    public async Task A_home_of_a_newer_version_is_left_alone()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        File.WriteAllText(home.Home.SettingsFile, """{"formatVersion": 2, "somethingNew": true}""");

        var fault = Assert.Single(await FaultsAsync(home));

        Assert.Contains("made by a newer version", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await home.QueryAsync(
            "insert into cbm.cbm_migrations (number, name, sha256, applied_at) select max(number) + 1000, "
                + "'newer', max(sha256), now() from cbm.cbm_migrations"
        );

        var fault = Assert.Single(await FaultsAsync(home));

        Assert.Contains("made by a newer version", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_database_password_says_so_and_shows_no_secret()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        Environment.SetEnvironmentVariable("CBM_TEST_WRONG", home.ConnectionString + ";Password=wrong-secret");
        home.Change(settings => settings with { Database = "env:CBM_TEST_WRONG" });

        var fault = Assert.Single(await FaultsAsync(home));

        Assert.Contains("password", fault, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong-secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_says_which()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        home.Change(settings =>
            settings with
            {
                Listeners = settings.Listeners with { Officers = other.LocalEndpoint.ToString()! },
            }
        );

        var fault = Assert.Single(await FaultsAsync(home));

        Assert.StartsWith(
            $"Another program uses {other.LocalEndpoint}, the address for officers;",
            fault,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_expired_certificate_says_since_when()
    {
        await using var home = await TestHome.MakeAsync(postgres);

        var faults = await FaultsAsync(home, new ShiftedTime(TimeSpan.FromDays(3 * 365)));

        Assert.Equal(2, faults.Count);
        Assert.All(faults, fault => Assert.Contains("is valid from", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_far_behind_the_log_stops_the_start()
    {
        await using var home = await TestHome.MakeAsync(postgres);

        var fault = Assert.Single(await FaultsAsync(home, new ShiftedTime(TimeSpan.FromMinutes(-10))));

        Assert.StartsWith("The clock of this machine says", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_signed_in_the_future_stops_the_start()
    {
        var now = DateTimeOffset.UnixEpoch;

        var fault = Assert.Throws<StartupException>(() => ClockCheck.Demand(null, now + TimeSpan.FromDays(2), now));

        Assert.Contains("the newest signature of a peer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_says_how_much_is_needed() =>
        Assert.Equal(
            "The disk of /home/node is full: 3 MiB are free and at least 256 MiB are needed; make room or move "
                + "the home.",
            HomeChecks.DiskFault("/home/node", 3 * 1024 * 1024)
        );

    [Fact]
    public async Task Init_overwrites_nothing()
    {
        await using var home = await TestHome.MakeAsync(postgres);

        var run = await ProgramRun.RunAsync([
            "init",
            "--home",
            home.Home.Folder,
            "--instance",
            TestHome.InstanceFile,
            "--participant",
            "XA",
        ]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("is a node home already; nothing is ever overwritten", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_options_are_named_at_once()
    {
        var run = await ProgramRun.RunAsync(["init", "--hme", "x", "--instanc", "y"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--hme is unknown", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--instanc is unknown", run.Errors, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(TestHome home, TimeProvider? time = null)
    {
        var options = new NodeHostOptions { Time = time ?? TimeProvider.System, ConfigureLogging = _ => { } };
        var fault = await Assert.ThrowsAsync<StartupException>(() =>
            NodeHost.StartAsync(home.Home, options, CancellationToken.None)
        );
        return fault.Sentences;
    }
}
