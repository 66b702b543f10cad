package com.example.app;

import com.example.greeting.Greeting;

public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println(Greeting.of(args[0]));
  }
}
